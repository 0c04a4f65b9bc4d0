import Catalog
import EventReactor
import Foundation
import PostgresClient
import RegistryCore
import RegistryStore
import SearchIndex
import StorePostgres
import Testing

/// A server that has no room left, for its tables or for its log.
@Suite(
    "PostgreSQL's disk is full",
    .enabled(if: PrivateServer.isInstalled, "PostgreSQL's server is not installed: run scripts/system-packages"),
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.isImpossible)))
struct FullDiskTests {
    @Test(
        "no room for tables: commits end in 'no space' and leave nothing, reads go on, and so do commits with room",
        .timeLimit(.minutes(5)))
    func tables() async throws {
        try await PrivateServer.with("fsync=off") { server in
            try await SmallDisk.with(megabytes: 64) { disk in
                let space = "\(disk.path)/tables"
                try FileManager.default.createDirectory(atPath: space, withIntermediateDirectories: false)
                try server.giveAway(space)
                try await server.configuration.tell(
                    "CREATE TABLESPACE small LOCATION '\(space)'", "CREATE DATABASE narrow TABLESPACE small")
                var configuration = server.configuration
                configuration.database = "narrow"
                try await TwoProcesses.with(configuration) { processes in
                    let store = processes.stores[0]
                    let attempts = try await Writers(processes.stores).commit { writers in
                        try disk.fill()
                        try await eventually("every writer is told that no space is left") { writers.areOutOfSpace }
                        let found = try await store.index.search(
                            SearchRequest(extent: .everything), readableBy: .system)
                        #expect(found.total == 0)
                        try disk.free()
                        try await writers.everyoneGoesOn()
                    }
                    for attempt in attempts where attempt.failure != nil {
                        #expect(attempt.isForWantOfSpace)
                        let key = attempt.version
                        #expect(try await store.catalog.facts(of: key.project, version: key.version).version == nil)
                    }
                }
                // It goes before the disk does.
                try await server.configuration.tell("DROP DATABASE narrow WITH (FORCE)", "DROP TABLESPACE small")
            }
        }
    }

    @Test(
        "no room for the log: the server goes down, no acknowledged commit is lost, and it goes on with room",
        .timeLimit(.minutes(5)))
    func log() async throws {
        try await PrivateServer.with("fsync=off") { server in
            try await SmallDisk.with(megabytes: 128) { disk in
                try server.giveAway(disk.path)
                try await server.moveLog(to: disk.path)
                try await TwoProcesses.with(server.configuration) { processes in
                    try await Writers(processes.stores).commit { writers in
                        try disk.fill()
                        // Until the segment that it needs next is none that it has.
                        try await eventually("the server goes down") {
                            do {
                                try await server.configuration.tell("SELECT pg_switch_wal()")
                                return false
                            } catch is PostgresError {
                                return true
                            }
                        }
                        try disk.free()
                        try await server.restart()
                        try await writers.everyoneGoesOn()
                    }
                }
                try await server.stop()
            }
        }
    }
}
