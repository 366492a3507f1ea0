// What some nodes point at, and who else points there: who may go with them, and what has to stay for others.
//
// @access  read
// @param   sources  List<Uid>  the nodes
// @param   kept  List<String>  labels that are never a part of anybody
// @param   onlookers  List<String>  labels whose edges hold nothing in the graph
// @param   most  Int  how many holders are named; more than the subject has nodes belong to somebody else anyway
// @returns many ReachedRow

:param sources => ['prf_9dadaqb0o91tdc5iba4g'];
:param kept => ['Client', 'Profile', 'RawRow', 'Staff'];
:param onlookers => ['Proposal', 'Decision'];
:param most => 100;

UNWIND $sources AS source_id
MATCH (source:Entity {uid: source_id})-[]->(target:Entity) USING INDEX source:Entity(uid)
WHERE NONE(label IN labels(target) WHERE label IN $kept)
WITH DISTINCT target
RETURN target.uid AS uid, head([label IN labels(target) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]) AS label,
  COLLECT {
    MATCH (target)<-[]-(holder:Entity)
    WHERE NONE(label IN labels(holder) WHERE label IN $onlookers)
    RETURN DISTINCT holder.uid LIMIT $most
  } AS holders,
  COLLECT { MATCH (target)<-[]-(looker:Proposal) RETURN DISTINCT looker.uid LIMIT $most } AS lookers,
  EXISTS { MATCH (target)-[]->(:Entity) } AS leads_on, keys(target) AS keys
ORDER BY uid;
