// Which migrations this database has seen.
//
// @access  read
// @returns many AppliedMigration

MATCH (migration:SchemaMigration)
RETURN migration.number AS number, migration.name AS name, migration.checksum AS checksum
ORDER BY number;
