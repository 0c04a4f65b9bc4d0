package import JobQueue
internal import RegistryCore

extension LeaseRecord {
    package init(_ row: some StoredRow) {
        self.init(
            name: row.text("name"), owner: row.text("owner"), until: row.moment("until"), fence: row.number("fence"))
    }
}

extension ScheduleRecord {
    package init(_ row: some StoredRow) { self.init(name: row.text("name"), lastTick: row.moment("last_tick")) }
}
