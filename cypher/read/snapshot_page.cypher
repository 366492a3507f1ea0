// One page of a snapshot: the next nodes of a label by uid, each with what it says and the edges that start at it.
//
// Everything is packed by columns, since a list for each edge costs the server half as much again and the driver eight times as
// much. Every page holds what was believed at one moment, so pages that are read while others write agree. Texts, numbers and
// dates come as text, moments as milliseconds since 1970, because reading them as dates costs more than all the rest.
//
// @access  read
// @param   after  String  uid of the last node seen; the prefix of the label for the first page
// @param   until  String  a text behind every uid of the label
// @param   limit  Int  how many nodes
// @param   known_at  DateTime  edges as we believed at this moment
// @param   texts  List<String>  properties of the nodes that are told as text
// @param   moments  List<String>  properties of the nodes that are moments
// @param   lists  List<String>  properties of the nodes that are lists
// @param   own_texts  Map<String,List<String>>  the types of edges that are told, each with its properties that are told as text
// @param   own_moments  Map<String,List<String>>  the same types, each with its properties that are moments
// @returns one SnapshotPage

:param after => 'prf_';
:param until => 'prf`';
:param limit => 100;
:param known_at => datetime('2026-11-01T09:00:00Z');
:param texts => ['source_system'];
:param moments => [];
:param lists => [];
:param own_texts => {INTERESTED_IN: ['preference'], NAMED: []};
:param own_moments => {INTERESTED_IN: ['last_viewed_at'], NAMED: []};

CALL () {
  MATCH (source:Entity)
  WHERE source.uid > $after AND source.uid < $until
  ORDER BY source.uid
  LIMIT $limit
  RETURN collect(source) AS page
}
RETURN page[-1].uid AS last,
  [
    [node IN page | node.uid],
    [node IN page | COUNT { (node)--() } = 0],
    [key IN $texts | [node IN page | toString(node[key])]],
    [key IN $moments | [node IN page | node[key].epochMillis]],
    [key IN $lists | [node IN page | node[key]]]
  ] AS nodes,
  COLLECT {
    UNWIND range(0, size(page) - 1) AS place
    WITH place, page[place] AS source
    MATCH (source)-[edge]->(target:Entity)
    WHERE $own_texts[type(edge)] IS NOT NULL AND edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    WITH type(edge) AS type, collect(place) AS places, collect(target.uid) AS targets, collect(edge) AS edges
    RETURN [
      type,
      places,
      targets,
      [edge IN edges | edge.confidence],
      [edge IN edges | edge.valid_from.epochMillis],
      [edge IN edges | edge.valid_to.epochMillis],
      [key IN $own_texts[type] | [edge IN edges | toString(edge[key])]],
      [key IN $own_moments[type] | [edge IN edges | edge[key].epochMillis]]
    ]
  } AS links;
