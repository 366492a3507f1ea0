// The people of the benchmark as somebody in a hurry would load them: one statement that can be run again.
// It writes the nodes and edges that `velocity import` commits, with the same properties and the same provenance, and nothing
// else: no raw rows, no plan, no proposals, no audit events. load_csv.py says what the columns and the parameters hold.

LOAD CSV WITH HEADERS FROM $file AS row
CALL (row) {
  WITH row, toInteger(row.row) AS number, datetime(row.visited_at) AS visited_at

  MATCH (source:Entity {uid: $source_uid})
  MERGE (profile:Entity {uid: row.profile_uid})
  ON CREATE SET profile:Profile, profile.source_system = $source, profile.source_key = row.key, profile.title = row.name
  MERGE (client:Entity {uid: row.client_uid})
  ON CREATE SET client:Client, client.state = 'LIVE', client.version = 1, client.identity_confidence = 1.0,
    client.display_name = row.name, client.owner_uid = row.owner_uid, client.last_interaction_at = visited_at,
    client.open_task_count = 0
  MERGE (name:Entity {uid: row.name_uid})
  ON CREATE SET name:PersonName:Searchable, name.value = row.name, name.folded = toLower(row.name), name.given = row.given,
    name.family = row.family, name.script = 'Latin', name.search_text = row.name + ' ' + toLower(row.name)
  MERGE (phone:Entity {uid: row.phone_uid})
  ON CREATE SET phone:Phone:Identifier:Searchable, phone.value = row.phone, phone.region = 'AE', phone.is_placeholder = false,
    phone.search_text = substring(row.phone, 1) + ' ' + right(row.phone, 9) + ' ' + right(row.phone, 7)
  MERGE (email:Entity {uid: row.email_uid})
  ON CREATE SET email:Email:Identifier:Searchable, email.value = row.email, email.domain = row.email_domain,
    email.is_role = false, email.is_placeholder = false,
    email.search_text = row.email + ' ' + row.email_local + ' ' + row.email_domain
  MERGE (account:Entity {uid: row.account_uid})
  ON CREATE SET account:Account:Searchable, account.name = row.company, account.kind = 'COMPANY',
    account.search_text = toLower(row.company)
  MERGE (unit:Entity {uid: row.unit_uid})
  ON CREATE SET unit:Property:Searchable, unit.name = row.unit, unit.search_text = toLower(row.unit)
  MERGE (staff:Entity {uid: row.owner_uid})
  ON CREATE SET staff:Staff:Searchable, staff.name = row.owner, staff.search_text = toLower(row.owner)
  MERGE (campaign:Entity {uid: row.campaign_uid})
  ON CREATE SET campaign:Campaign:Searchable, campaign.name = row.campaign, campaign.search_text = toLower(row.campaign)
  MERGE (viewing:Entity {uid: row.viewing_uid})
  ON CREATE SET viewing:Interaction, viewing.kind = 'VIEWING', viewing.direction = 'NONE', viewing.channel = 'IN_PERSON',
    viewing.summary = row.note, viewing.occurred_at = visited_at, viewing.state = 'DONE'

  MERGE (profile)-[resolves:RESOLVES_TO {uid: row.resolves_uid}]->(client)
  ON CREATE SET resolves += $of_row, resolves.prov_row = number
  MERGE (profile)-[from:FROM_SOURCE {uid: row.from_uid}]->(source)
  ON CREATE SET from += $of_row, from.prov_row = number
  MERGE (profile)-[named:NAMED {uid: row.named_uid}]->(name)
  ON CREATE SET named += $of_name, named.prov_row = number, named.valid_from = visited_at
  MERGE (profile)-[called:HAS_IDENTIFIER {uid: row.called_uid}]->(phone)
  ON CREATE SET called += $of_phone, called.prov_row = number
  MERGE (profile)-[mailed:HAS_IDENTIFIER {uid: row.mailed_uid}]->(email)
  ON CREATE SET mailed += $of_email, mailed.prov_row = number
  MERGE (profile)-[member:MEMBER_OF {uid: row.member_uid}]->(account)
  ON CREATE SET member += $of_company, member.prov_row = number, member.role = 'member'
  MERGE (profile)-[interested:INTERESTED_IN {uid: row.interested_uid}]->(unit)
  ON CREATE SET interested += $of_unit, interested.prov_row = number, interested.preference = 'POSSIBILITY'
  MERGE (profile)-[cared:LOOKED_AFTER_BY {uid: row.cared_uid}]->(staff)
  ON CREATE SET cared += $of_owner, cared.prov_row = number, cared.valid_from = visited_at
  MERGE (profile)-[touched:TOUCHED_BY {uid: row.touched_uid}]->(campaign)
  ON CREATE SET touched += $of_campaign, touched.prov_row = number, touched.touch_kind = 'SOURCE',
    touched.occurred_at = visited_at
  MERGE (profile)-[part:TOOK_PART_IN {uid: row.part_uid}]->(viewing)
  ON CREATE SET part += $of_visit, part.prov_row = number, part.valid_from = visited_at, part.role = 'client'
  MERGE (viewing)-[about:ABOUT {uid: row.about_uid}]->(unit)
  ON CREATE SET about += $of_unit, about.prov_row = number
} IN TRANSACTIONS OF 5000 ROWS
