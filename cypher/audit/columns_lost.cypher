// Files with an approved mapping that knows fewer or more columns than the file has. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (manifest:MappingManifest)-[:MAPS]->(batch:RawBatch)
LET columns = size(split(manifest.manifest_json, '"position":')) - 1
FILTER columns <> size(coalesce(batch.header, []))
RETURN manifest.uid AS subject,
       'covers ' + toString(columns) + ' columns of ' + toString(size(coalesce(batch.header, []))) + ' in ' + batch.uid AS problem
LIMIT $limit;
