enum SettingQueries {
    static let value = "SELECT value FROM settings WHERE name = :name"
    static let put = """
        INSERT INTO settings (name, value) VALUES (:name, :value)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """
    static let insertLane = "INSERT INTO lane_heads (lane) VALUES (:lane)"
    /// How many tables there are, whoever made them.
    static let tables = "SELECT count(*) FROM sqlite_master"
}
