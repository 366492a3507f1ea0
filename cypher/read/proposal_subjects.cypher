// What the subjects of a proposal say, field by field, each with its source; and the values that its evidence names.
//
// @access  read
// @param   proposal_id  ProposalId  the proposal
// @param   limit  Int  how many fields of a subject at most
// @returns optional SubjectsRow

:param proposal_id => 'pro_example';
:param limit => 40;

MATCH (proposal:Entity {uid: $proposal_id})
WHERE proposal:Proposal
LET subjects = COLLECT {
  MATCH (proposal)-[about:CONCERNING]->(subject:Entity)
  LET records = COLLECT {
    MATCH (subject)<-[member:RESOLVES_TO]-(profile:Profile) WHERE member.retired_at IS NULL RETURN profile
  } + [subject]
  LET fields = COLLECT {
    UNWIND records AS record
    MATCH (record)-[said:NAMED|STATES|HAS_IDENTIFIER|LIVES_AT|MEMBER_OF|LOOKED_AFTER_BY|INTERESTED_IN]->(value:Entity)
    WHERE said.retired_at IS NULL
    RETURN {
      field: CASE type(said) WHEN 'STATES' THEN value.field WHEN 'NAMED' THEN 'name'
        ELSE toLower(head([label IN labels(value) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']])) END,
      value: coalesce(value.value, value.name, value.line, value.uid),
      node: value.uid,
      source: said {.*, recorded_at: toString(said.recorded_at), retired_at: toString(said.retired_at),
        valid_from: toString(said.valid_from), valid_to: toString(said.valid_to),
        batch_name: head(COLLECT { MATCH (batch:Entity {uid: said.prov_batch}) RETURN batch.file_name })}
    } AS field_row ORDER BY field_row.field, field_row.value, said.uid LIMIT $limit
  }
  RETURN {id: subject.uid, role: coalesce(about.role, ''),
    label: head([label IN labels(subject) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]),
    title: coalesce(subject.display_name, subject.title, subject.name, subject.uid), fields: fields} AS subject_row
  ORDER BY subject_row.role, subject_row.id
}
LET model_run = head(COLLECT { MATCH (proposal)-[:SUGGESTED_BY]->(run:ModelRun) RETURN run.uid ORDER BY run.ran_at DESC, run.uid LIMIT 1 })
RETURN subjects, model_run;
