// Remember that a migration was applied. `:SchemaMigration` is bookkeeping of the database, not part of the client graph.
//
// @access  write
// @param   number  Int  the migration's number
// @param   name  String  its file name
// @param   checksum  String  SHA-256 of its text when it was applied
// @param   applied_at  DateTime  now
// @returns one WriteCount

:param number => 0;
:param name => '0000_example';
:param checksum => 'abc';
:param applied_at => datetime('2026-11-01T09:00:00Z');

MERGE (migration:SchemaMigration {number: $number})
ON CREATE SET migration.name = $name, migration.checksum = $checksum, migration.applied_at = $applied_at
RETURN count(migration) AS written;
