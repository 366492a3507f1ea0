// The shortest way from one entity to another over live edges, each with its provenance.
//
// Six edges are the farthest that is looked; the types leave out what joins everything with everything (sources, files, audit).
//
// @access  read
// @param   from_id  Uid  where the path begins
// @param   to_id  Uid  where the path ends
// @param   types  List<EdgeType>  edge types to follow
// @param   max_depth  Int  how many edges the path has at most
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @returns optional PathRow

:param from_id => 'cli_145009vraovcmi77oqcg';
:param to_id => 'cli_145009vraovcmi77oqcg';
:param types => ['RESOLVES_TO', 'NAMED'];
:param max_depth => 6;
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');

UNWIND [$from_id, $to_id] AS id
MATCH (end:Entity {uid: id})
WITH collect(end) AS ends
FILTER size(ends) = 2
LET first = ends[0], last = ends[1]
MATCH path = SHORTEST 1 (first)(
  ()-[hop]-(:Entity)
  WHERE type(hop) IN $types
    AND hop.recorded_at <= $known_at AND coalesce(hop.retired_at > $known_at, true)
    AND coalesce(hop.valid_from <= $valid_at, true) AND coalesce(hop.valid_to > $valid_at, true)
){0,6}(last)
FILTER length(path) <= $max_depth
RETURN
  [node IN nodes(path) | {id: node.uid,
    label: head([label IN labels(node) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]),
    title: coalesce(node.display_name, node.name, node.title, node.field + ': ' + node.value, node.value, node.summary,
      node.file_name, node.signal, node.to_stage, node.reason, node.text, node.line, node.model, node.kind,
      node.channel, 'row ' + toString(node.number), node.uid)}] AS nodes,
  [link IN relationships(path) | {id: link.uid, type: type(link), source: startNode(link).uid, target: endNode(link).uid,
    provenance: link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })}}] AS edges;
