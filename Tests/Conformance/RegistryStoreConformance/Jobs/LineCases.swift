internal import JSONDocument
internal import JobQueue
internal import Logging
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    private static func line(
        _ job: JobID, _ fence: Int, _ number: Int, _ message: String = "went on", fields: JSONObject = JSONObject()
    ) -> JobLogLine {
        JobLogLine(
            job: job, fence: fence, number: number, time: StoreFixture.start + .seconds(number), level: .info,
            message: message, fields: fields)
    }

    static let lines: [RegistryStoreCase] = [
        .init("a line is kept as it was written, at every level") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            let lines = Logger.Level.allCases.enumerated().map { number, level in
                JobLogLine(
                    job: job.id, fence: 1, number: number + 1, time: StoreFixture.start, level: level,
                    message: "Zürich \u{1F9EC}\n\"x\"", fields: ["n": 1.50, "a": ["b", nil]])
            }
            try await store.jobs.log(lines)
            let kept = try await store.jobs.lines(of: job.id, after: nil, limit: 100)
            #expect(kept == lines)
            #expect(kept.map(\.fields.description) == lines.map(\.fields.description))
        },
        .init("lines are listed by attempt and number, page by page, each job's its own") { store in
            let fixture = StoreFixture(store)
            let jobs = try fixture.jobs(3)
            try await fixture.enqueue(jobs)
            let lines = (1...3).flatMap { fence in (1...7).map { line(jobs[0].id, fence, $0) } }
            try await store.jobs.log((lines + [line(jobs[1].id, 1, 1), line(jobs[2].id, 2, 5)]).shuffled())
            for step in [1, 4, 100] {
                var walked: [JobLogLine] = []
                while walked.count <= lines.count {
                    let page = try await store.jobs.lines(
                        of: jobs[0].id, after: walked.last.map { ($0.fence, $0.number) }, limit: step)
                    #expect(page.count <= step)
                    if page.isEmpty { break }
                    walked += page
                }
                #expect(walked == lines)
            }
            #expect(try await store.jobs.lines(of: jobs[0].id, after: (3, 6), limit: 10) == [lines[20]])
            #expect(try await store.jobs.lines(of: jobs[0].id, after: (2, 9), limit: 1) == [lines[14]])
            #expect(try await store.jobs.lines(of: jobs[1].id, after: nil, limit: 10).count == 1)
        },
        .init("a line that is there already stays as it was, and the others of its batch are added") { store in
            let fixture = StoreFixture(store)
            let job = fixture.job(of: try await fixture.makeProject())
            try await fixture.enqueue(job)
            try await store.jobs.log([line(job.id, 1, 1, "first")])
            try await store.jobs.log([line(job.id, 1, 1, "second"), line(job.id, 1, 2), line(job.id, 1, 2, "twice")])
            let kept = try await store.jobs.lines(of: job.id, after: nil, limit: 10)
            #expect(kept == [line(job.id, 1, 1, "first"), line(job.id, 1, 2)])
        },
        .init("lines go with their job when it is pruned") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let old = fixture.job(of: project, state: .completed, finishedAt: StoreFixture.start)
            let new = fixture.job(of: project, state: .completed, finishedAt: StoreFixture.lease)
            try await fixture.enqueue(old, new)
            try await store.jobs.log([line(old.id, 1, 1), line(new.id, 1, 1), line(old.id, 2, 1)])
            #expect(try await store.jobs.prune(finishedBefore: StoreFixture.lease, limit: 10) == 1)
            #expect(try await store.jobs.lines(of: old.id, after: nil, limit: 10) == [])
            #expect(try await store.jobs.lines(of: new.id, after: nil, limit: 10) == [line(new.id, 1, 1)])
        },
        .init("a job that is not there has no lines") { store in
            let fixture = StoreFixture(store)
            let id = fixture.absentJob(of: try await fixture.makeProject())
            #expect(try await store.jobs.lines(of: id, after: nil, limit: 10) == [])
        },
    ]
}
