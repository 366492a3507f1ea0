// Nodes in a state that their lifecycle does not know. Must return nothing.
//
// @access  read
// @param   lifecycles  List<Lifecycle>  label and legal states
// @param   limit  Int  how many findings at most
// @returns many Finding

:param lifecycles => [{label: 'Client', states: ['LIVE', 'RETIRED']}];
:param limit => 100;

UNWIND $lifecycles AS lifecycle
MATCH (node:$(lifecycle.label))
WHERE node.state IS NULL OR NOT node.state IN lifecycle.states
RETURN node.uid AS subject, lifecycle.label + ' is in the state ' + coalesce(node.state, 'null') + ', which does not exist' AS problem
LIMIT $limit;
