// Every node as it is stored, for carrying the whole graph into a new store: labels, and each property with its type.
//
// @access  read
// @returns many WholeNode
// @allow   AllNodesScan it is about every node of the graph

MATCH (node)
WHERE NOT node:SchemaMigration AND NOT node:SchemaLock
RETURN elementId(node) AS element, coalesce(node.uid, '') AS uid, labels(node) AS labels,
  [key IN keys(node) | {key: key, type: valueType(node[key]),
    text: CASE WHEN valueType(node[key]) STARTS WITH 'LIST' THEN null ELSE toString(node[key]) END,
    items: CASE WHEN valueType(node[key]) STARTS WITH 'LIST' THEN node[key] ELSE null END}] AS fields;
