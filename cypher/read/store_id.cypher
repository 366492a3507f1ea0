// Which store this is: a new one has another id, whatever lies in it.
//
// @access  read
// @returns one StoreId

CALL db.info() YIELD id
RETURN id;
