// Contact points that several clients share: families, agencies, or one person twice.
//
// @access  read
// @param   limit  Int  how many contact points
// @returns many SharedContact

:param limit => 50;

MATCH (contact:Identifier)<-[link:HAS_IDENTIFIER]-(:Profile)-[member:RESOLVES_TO]->(client:Client)
WHERE link.retired_at IS NULL AND member.retired_at IS NULL
WITH contact, collect(DISTINCT client.display_name) AS names
WHERE size(names) > 1
RETURN contact.value AS contact, coalesce(contact.is_shared, false) AS marked_shared, names
ORDER BY size(names) DESC, contact
LIMIT $limit;
