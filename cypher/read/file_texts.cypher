// All texts about a file that may repeat cells of it: its name, its column profile, its faults, its mappings.
//
// @access  read
// @param   batch_id  BatchId  the file
// @returns many FileTexts

:param batch_id => 'bat_demo';

MATCH (batch:Entity {uid: $batch_id})
RETURN batch.uid AS uid, coalesce(batch.file_name, '') AS file_name, coalesce(batch.profile_json, '') AS profile_json,
  coalesce(batch.issues_json, '') AS issues_json,
  COLLECT {
    MATCH (manifest:MappingManifest {batch: $batch_id})
    RETURN {uid: manifest.uid, json: manifest.manifest_json} AS manifest_row ORDER BY manifest_row.uid
  } AS manifests;
