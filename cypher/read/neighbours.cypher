// What lies one edge away from some entities: typed, bounded, with provenance.
//
// Each edge type has its share, so that a thousand events do not hide one household; hubs are shown and not walked through.
//
// @access  read
// @param   frontier  List<Uid>  the entities to look around
// @param   start_id  Uid  the entity that the whole walk began with
// @param   types  List<EdgeType>  edge types to follow
// @param   min_confidence  Float  only edges at least this sure
// @param   fan_out  Int  how many edges of one type a node shows at most
// @param   read_limit  Int  how many edges of one node are read at most
// @param   hub_degree  Int  a node with more edges is shown, but not walked through
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @returns many NeighboursRow

:param frontier => ['cli_145009vraovcmi77oqcg'];
:param start_id => 'cli_145009vraovcmi77oqcg';
:param types => ['RESOLVES_TO', 'NAMED'];
:param min_confidence => 0.0;
:param fan_out => 25;
:param read_limit => 1000;
:param hub_degree => 10000;
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');

UNWIND $frontier AS id
MATCH (node:Entity {uid: id})
LET is_hub = id <> $start_id AND COUNT { (node)--() } > $hub_degree
LET open_node = CASE WHEN NOT is_hub THEN node END
LET found = COLLECT {
  MATCH (open_node)-[link]-(other:Entity)
  WHERE type(link) IN $types AND link.confidence >= $min_confidence
    AND link.recorded_at <= $known_at AND coalesce(link.retired_at > $known_at, true)
    AND coalesce(link.valid_from <= $valid_at, true) AND coalesce(link.valid_to > $valid_at, true)
  RETURN {link: link, other: other} AS entry LIMIT $read_limit
}
LET by_type = COLLECT {
  UNWIND found AS entry
  WITH entry ORDER BY entry.link.confidence DESC, entry.link.uid
  WITH type(entry.link) AS type, collect(entry) AS entries
  RETURN entries ORDER BY type
}
RETURN {id: node.uid,
    label: head([label IN labels(node) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]),
    title: coalesce(node.display_name, node.name, node.title, node.field + ': ' + node.value, node.value, node.summary,
      node.file_name, node.signal, node.to_stage, node.reason, node.text, node.line, node.model, node.kind,
      node.channel, 'row ' + toString(node.number), node.uid)} AS node,
  COLLECT {
    UNWIND by_type AS entries
    UNWIND entries[..$fan_out] AS entry
    LET link = entry.link, other = entry.other
    RETURN {
      edge: {id: link.uid, type: type(link), source: startNode(link).uid, target: endNode(link).uid,
        provenance: link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
          valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
          batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })}},
      other: {id: other.uid,
        label: head([label IN labels(other) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]),
        title: coalesce(other.display_name, other.name, other.title, other.field + ': ' + other.value, other.value, other.summary,
          other.file_name, other.signal, other.to_stage, other.reason, other.text, other.line, other.model, other.kind,
          other.channel, 'row ' + toString(other.number), other.uid)}
    } AS neighbour
  } AS neighbours,
  is_hub OR size(found) = $read_limit OR any(entries IN by_type WHERE size(entries) > $fan_out) AS is_cut;
