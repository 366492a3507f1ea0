// Every received file: where its bytes lie, how they are read, and the mapping that says what its columns mean.
//
// @access  read
// @returns many FileMark

MATCH (batch:RawBatch)
WHERE batch.state IS NOT NULL
RETURN batch.uid AS uid, batch.source_system AS source_system, coalesce(batch.sha256, '') AS sha256,
  coalesce(batch.encoding, '') AS encoding,
  head(COLLECT {
    MATCH (manifest:MappingManifest {batch: batch.uid})
    RETURN manifest.manifest_json ORDER BY manifest.state = 'APPROVED' DESC, manifest.uid LIMIT 1
  }) AS manifest_json
ORDER BY uid;
