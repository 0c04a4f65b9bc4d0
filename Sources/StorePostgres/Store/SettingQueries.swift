package import PostgresClient

package enum SettingQueries {
    package static let value = PostgresText("SELECT value FROM settings WHERE name = :name")
    package static let put = PostgresText(
        """
        INSERT INTO settings (name, value) VALUES (:name, :value)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """)
    package static let insertLane = PostgresText("INSERT INTO lane_heads (lane) VALUES (:lane)")
    /// How many tables there are in the schema that new ones go to, those of extensions apart, and whether one of them
    /// looks like our settings.
    package static let tables = PostgresText(
        """
        SELECT count(*) AS tables,
          count(*) FILTER (WHERE t.relname = 'settings' AND (
            SELECT count(*) FROM pg_attribute a
            WHERE a.attrelid = t.oid AND a.attname IN ('name', 'value') AND a.atttypid = 'text'::regtype) = 2) AS ours
        FROM pg_class t
        WHERE t.relkind IN ('r', 'p')
          AND t.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = current_schema())
          AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
        """)
    /// The server's clock, in milliseconds since 1970.
    package static let now = PostgresText("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now")
    package static let citus = PostgresText(
        "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') AS installed")
    /// Only where Citus is installed.
    package static let distributed = PostgresText(
        "SELECT logicalrelid::regclass::text AS \"table\" FROM pg_dist_partition")
}
