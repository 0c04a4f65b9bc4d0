internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let storedSegments: [RegistryStoreCase] = [
        .init("parts are given back byte by byte, and what is not there is left out") { store in
            let fixture = StoreFixture(store)
            let sizes = [0, 1, 255, 8_192, 40_000, 1_100_000]
            let segments = store.lanes.all.flatMap { lane in
                [Int64.min, -1, 0, 7, Int64.max].map { (lane: lane, id: SegmentID(rawValue: $0)) }
            }
            var expected: [SegmentPartKey: [UInt8]] = [:]
            for (lane, id) in segments {
                let parts = fixture.parts(of: id, sizes: sizes)
                try await fixture.rows().write(parts, of: id, in: lane, at: StoreFixture.start)
                for (part, data) in parts {
                    expected[SegmentPartKey(lane: lane, segment: id, part: part)] = data
                }
            }
            for (lane, id) in segments.prefix(5) {
                let keys = fixture.keys(id, in: lane, 0..<sizes.count)
                let parts = try await fixture.rows().parts(keys.shuffled())
                #expect(parts == expected.filter { $0.key.lane == lane && $0.key.segment == id })
            }
            let small = expected.keys.filter { $0.part < 4 }
            let absent =
                segments.flatMap { fixture.keys($0.id, in: $0.lane, -1..<0) }
                + fixture.keys(SegmentID(rawValue: 8), in: store.lanes.all[0], 0..<3)
            let parts = try await fixture.rows().parts(small + absent + small)
            #expect(parts == expected.filter { $0.key.part < 4 })
            #expect(try await fixture.rows().parts([]).isEmpty)
        },
        .init("parts written again replace, in any order and in several writes") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let id = SegmentID(rawValue: 5)
            for part in [2, 0, 1] {
                try await fixture.rows().write([part: [9]], of: id, in: lane, at: StoreFixture.start)
            }
            try await fixture.rows().write([0: [1, 2], 2: []], of: id, in: lane, at: StoreFixture.start)
            try await fixture.rows().write([:], of: id, in: lane, at: StoreFixture.start)
            let parts = try await fixture.rows().parts(fixture.keys(id, in: lane, 0..<4))
            #expect(Set(parts.values) == [[1, 2], [9], []])
            try await fixture.exchange(in: lane, added: [SegmentRecord(id: id, documents: 1, parts: 3, bytes: 3)])
        },
        .init("a segment is shown from the exchange on, to its retirement, and its parts longer") { store in
            let fixture = StoreFixture(store)
            let lane = try #require(store.lanes.all.last)
            var record: SegmentRecord?
            try await fixture.expectNoMove(in: lane) { record = try await fixture.written(3, in: lane) }
            let segment = try #require(record)
            let added = try await fixture.expectMove(in: lane) {
                try await fixture.exchange(in: lane, added: [segment])
            }
            #expect(added.segments == [segment])
            #expect(added.versions.isEmpty && added.policies.isEmpty)
            let merged = try await fixture.written(4, in: lane, sizes: [5])
            let moved = try await fixture.expectMove(in: lane) {
                try await fixture.exchange(in: lane, retired: [segment.id], added: [merged])
            }
            #expect(moved.segments == [merged])
            #expect(try await fixture.rows().parts(fixture.keys(segment.id, in: lane, 0..<2)).count == 2)
            let emptied = try await fixture.expectMove(in: lane) {
                try await fixture.exchange(in: lane, retired: [merged.id])
            }
            #expect(emptied.segments.isEmpty)
        },
        .init("a segment that was added once is never written again") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let segment = try await fixture.added(3, in: lane)
            let keys = fixture.keys(segment.id, in: lane, 0..<3)
            let before = try await fixture.rows().parts(keys)
            await expectConflict {
                try await fixture.rows().write([0: [1], 2: [2]], of: segment.id, in: lane, at: StoreFixture.start)
            }
            try await fixture.exchange(in: lane, retired: [segment.id])
            await expectConflict {
                try await fixture.rows().write([0: [1], 2: [2]], of: segment.id, in: lane, at: StoreFixture.start)
            }
            #expect(try await fixture.rows().parts(keys) == before)
        },
        .init("a publication and the segment of its documents are one commit") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
            var changes = try await fixture.publication(of: key, documents: 1)
            let segment = try await fixture.written(1, in: changes.lane)
            let absent = SegmentRecord(id: SegmentID(rawValue: 2), documents: 1, parts: 1, bytes: 1)
            for added in [[absent], [segment, absent]] {
                changes.index.append(.exchange(expecting: nil, retired: [], added: added))
                try await fixture.expectNoMove(in: changes.lane) {
                    await expectConflict { try await store.commit(changes) }
                }
                changes.index.removeLast()
            }
            changes.index.append(.exchange(expecting: [], retired: [], added: [segment]))
            let moved = try await fixture.expectMove(in: changes.lane) { try await store.commit(changes) }
            #expect(moved.segments == [segment])
            #expect(moved.versions[version]??.key == key)
        },
    ]

    static let segmentExchanges: [RegistryStoreCase] = [
        .init("an exchange of what is not there, or not whole, is refused and changes nothing") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let live = try await fixture.added(1, in: lane)
            let retired = try await fixture.added(2, in: lane)
            try await fixture.exchange(in: lane, retired: [retired.id])
            let written = try await fixture.written(3, in: lane, sizes: [1, 2, 3])
            let hollow = SegmentID(rawValue: 4)
            try await fixture.rows().write([0: [1], 2: [1]], of: hollow, in: lane, at: StoreFixture.start)
            let strange = SegmentID(rawValue: 99)
            func record(_ id: SegmentID, _ parts: Int) -> SegmentRecord {
                SegmentRecord(id: id, documents: 1, parts: parts, bytes: 1)
            }
            let wrong: [([SegmentID]?, [SegmentID], [SegmentRecord])] = [
                (nil, [strange], []), (nil, [retired.id], []), (nil, [written.id], []), (nil, [live.id, live.id], []),
                (nil, [live.id, strange], [written]), (nil, [live.id, retired.id], []),
                (nil, [], [live]), (nil, [], [retired]), (nil, [], [record(strange, 0)]),
                (nil, [], [record(strange, 1)]),
                (nil, [], [record(written.id, 2)]), (nil, [], [record(written.id, 4)]), (nil, [], [written, written]),
                (nil, [], [record(hollow, 2)]), (nil, [], [record(hollow, 3)]), (nil, [], [record(written.id, 0)]),
                ([], [], [written]), ([strange], [], [written]), ([live.id, strange], [], [written]),
                ([live.id, retired.id], [], [written]), ([live.id, written.id], [], [written]),
            ]
            for (expecting, retired, added) in wrong {
                try await fixture.expectNoMove(in: lane) {
                    await expectConflict {
                        try await fixture.exchange(in: lane, expecting: expecting, retired: retired, added: added)
                    }
                }
            }
            try await fixture.exchange(in: lane, expecting: [live.id], retired: [live.id], added: [written])
            #expect(try await fixture.rows().shown(in: lane).segments == [written])
        },
        .init("segments of one name in two lanes are two") { store in
            let fixture = StoreFixture(store)
            for lane in store.lanes.all { try await fixture.added(1, in: lane, sizes: [lane.number + 1]) }
            let keys = store.lanes.all.flatMap { fixture.keys(SegmentID(rawValue: 1), in: $0, 0..<1) }
            let parts = try await fixture.rows().parts(keys)
            for lane in store.lanes.all { #expect(parts[keys[lane.number]]?.count == lane.number + 1) }
            try await fixture.exchange(in: store.lanes.all[0], retired: [SegmentID(rawValue: 1)])
            for lane in store.lanes.all.dropFirst() { #expect(try await fixture.seen(lane).segments.count == 1) }
        },
        .init("of many that put their own in the place of the same segments one is first, and alone") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let former = [try await fixture.added(1, in: lane).id, try await fixture.added(2, in: lane).id]
            for number in 10..<18 { _ = try await fixture.written(Int64(number), in: lane) }
            let won = try await succeeding(8) { number in
                let record = SegmentRecord(
                    id: SegmentID(rawValue: Int64(10 + number)), documents: 100, parts: 2, bytes: 310)
                let retired = number % 2 == 0 ? former : former.reversed()
                try await fixture.exchange(in: lane, retired: retired, added: [record])
            }
            #expect(won.count == 1)
            #expect(try await fixture.rows().shown(in: lane).segments.map(\.id.rawValue) == won.map { Int64(10 + $0) })
        },
        .init("of many that expect the same segments to be all one is first, and alone") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let former = try await fixture.added(1, in: lane)
            for number in 10..<18 { _ = try await fixture.written(Int64(number), in: lane) }
            let won = try await succeeding(8) { number in
                let record = SegmentRecord(
                    id: SegmentID(rawValue: Int64(10 + number)), documents: 100, parts: 2, bytes: 310)
                try await fixture.exchange(in: lane, expecting: [former.id], added: [record])
            }
            #expect(won.count == 1)
            #expect(try await fixture.rows().shown(in: lane).segments.count == 2)
        },
    ]

    private static let afterAll = Timestamp(milliseconds: .max / 4)

    static let segmentSweeps: [RegistryStoreCase] = [
        .init("a sweep removes what was retired or never added before a moment, a few rows at a time") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let sizes = [Int](repeating: 50, count: 90)
            let live = try await fixture.added(1, in: lane, sizes: sizes)
            let retired = try await fixture.added(2, in: lane, sizes: sizes)
            try await fixture.exchange(in: lane, retired: [retired.id])
            let written = try await fixture.written(3, in: lane, sizes: sizes)
            #expect(try await fixture.rows().sweepSegments(before: StoreFixture.start, limit: 1_000) == 0)
            // Written a moment ago, by the fixture's clock; retired now.
            let later = StoreFixture.start + .seconds(1)
            let before = try await fixture.seen(lane)
            #expect(try await fixture.rows().sweepSegments(before: later, limit: 70) == 70)
            #expect(try await fixture.left(of: written, in: lane) == 20)
            await expectConflict { try await fixture.exchange(in: lane, added: [written]) }
            #expect(try await fixture.rows().sweepSegments(before: later, limit: 70) == 20)
            #expect(try await fixture.left(of: retired, in: lane) == 90)
            #expect(try await fixture.rows().sweepSegments(before: afterAll, limit: 1_000) == 90)
            #expect(try await fixture.rows().sweepSegments(before: afterAll, limit: 1_000) == 0)
            #expect(try await fixture.seen(lane) == before)
            #expect(try await fixture.left(of: written, in: lane) == 0)
            #expect(try await fixture.left(of: retired, in: lane) == 0)
            #expect(try await fixture.left(of: live, in: lane) == 90)
        },
        .init("a segment that is still being written is not swept") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            let id = SegmentID(rawValue: 1)
            try await fixture.rows().write([0: [1]], of: id, in: lane, at: StoreFixture.start)
            try await fixture.rows().write([1: [1]], of: id, in: lane, at: StoreFixture.start + .seconds(60))
            #expect(
                try await fixture.rows().sweepSegments(before: StoreFixture.start + .seconds(30), limit: 100) == 0)
            try await fixture.exchange(in: lane, added: [SegmentRecord(id: id, documents: 1, parts: 2, bytes: 2)])
        },
        .init("a segment is added whole or swept whole, when both happen at once") { store in
            let fixture = StoreFixture(store)
            let lane = store.lanes.all[0]
            var records: [SegmentRecord] = []
            for number in 0..<24 {
                records.append(try await fixture.written(Int64(number), in: lane, sizes: [9, 9, 9]))
            }
            let all = records
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { @concurrent in
                        while try await fixture.rows().sweepSegments(before: afterAll, limit: 5) > 0 {}
                    }
                }
                group.addTask { @concurrent in
                    _ = try await succeeding(all.count) { number in
                        try await fixture.exchange(in: lane, added: [all[number]])
                    }
                }
                try await group.waitForAll()
            }
            while try await fixture.rows().sweepSegments(before: afterAll, limit: 100) > 0 {}
            let live = Set(try await fixture.rows().shown(in: lane).segments)
            for record in all {
                let parts = try await fixture.rows().parts(fixture.keys(record.id, in: lane, 0..<3))
                #expect(parts.count == (live.contains(record) ? 3 : 0))
            }
        },
    ]
}

extension StoreFixture {
    /// How many parts of a segment are there.
    fileprivate func left(of segment: SegmentRecord, in lane: Lane) async throws -> Int {
        try await rows().parts(keys(segment.id, in: lane, 0..<segment.parts)).count
    }
}
