// Every edge as it is stored, for carrying the whole graph into a new store: its ends, and each property with its type.
//
// @access  read
// @returns many WholeEdge
// @allow   DirectedAllRelationshipsScan it is about every edge of the graph

MATCH (source)-[edge]->(target)
RETURN type(edge) AS type, elementId(source) AS source, elementId(target) AS target,
  coalesce(source.uid, '') AS source_uid, coalesce(target.uid, '') AS target_uid,
  [key IN keys(edge) | {key: key, type: valueType(edge[key]),
    text: CASE WHEN valueType(edge[key]) STARTS WITH 'LIST' THEN null ELSE toString(edge[key]) END,
    items: CASE WHEN valueType(edge[key]) STARTS WITH 'LIST' THEN edge[key] ELSE null END}] AS fields;
