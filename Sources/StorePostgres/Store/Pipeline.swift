internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// The statements of one commit, which go out together and are one transaction; and what each of them relies on.
///
/// There is no reading what a statement changed before the next one is sent. A statement that relies on something marks
/// the row it changes, and the statement behind it divides by the number of rows that carry the mark.
struct Pipeline {
    let lane: Lane
    /// Different for each commit and, with a number behind it, for each of its changes.
    private let commit = RandomID().description
    private var marks = 0
    private(set) var statements: [PostgresStatement] = []
    private var expectations: [Int: String] = [:]

    init(lane: Lane) { self.lane = lane }

    /// - Parameter expectation: what has to be so; when the statement fails on it, the commit is in conflict.
    mutating func add(_ text: PostgresText, _ arguments: StoredArguments, expecting expectation: String? = nil) {
        if let expectation { expectations[statements.count] = expectation }
        statements.append(PostgresStatement(text, binding: arguments + ["lane": lane.number]))
    }

    /// Adds rows, many to a statement; see ``RowInsert/statements(_:)`` on their keys.
    mutating func add(_ insert: RowInsert, _ rows: [StoredArguments], expecting expectation: String? = nil) {
        let lane: StoredArguments = ["lane": lane.number]
        for statement in insert.statements(rows.map { $0 + lane }) {
            if let expectation { expectations[statements.count] = expectation }
            statements.append(statement)
        }
    }

    /// Adds a change that marks its row by `:commit`, and the check that it took place.
    mutating func change(
        _ text: PostgresText, checking check: PostgresText, _ arguments: StoredArguments,
        expecting expectation: String
    ) {
        marks += 1
        let marked = arguments + ["commit": "\(commit)-\(marks)"]
        add(text, marked, expecting: expectation)
        add(check, marked, expecting: expectation)
    }

    /// The mark of the last change.
    var mark: StoredArguments { ["commit": "\(commit)-\(marks)"] }

    /// What it means that the pipeline failed.
    ///
    /// A conflict is what asking again can resolve: a check of ours that failed, a key that another commit took or a row
    /// that it removed, where a statement says so, and a deadlock that came again and again. Any other refusal of a row is
    /// a mistake of ours or a damaged database; as a conflict it would be tried again for nothing.
    func failure(_ error: PostgresError, during operation: String) -> StoreError {
        if error.kind == .mustRetry { return .conflict(expected: "\(operation) to meet no other again and again") }
        guard ["22012", "23505", "23503"].contains(error.state ?? ""),
            let expectation = error.statement.flatMap({ expectations[$0] })
        else { return StoreError(error, during: operation) }
        return .conflict(expected: expectation)
    }
}

extension PostgresClient {
    /// Not cancelled with the task: a commit is not, and what it did would be unknown.
    @discardableResult
    func write(_ pipeline: Pipeline, _ operation: String) async throws(StoreError) -> [PostgresRows] {
        let outcome: Result<[PostgresRows], PostgresError> = await Task {
            do throws(PostgresError) {
                return .success(try await write(pipeline.statements))
            } catch {
                return .failure(error)
            }
        }.value
        switch outcome {
        case .success(let rows): return rows
        case .failure(let error): throw pipeline.failure(error, during: operation)
        }
    }
}

extension StoreError {
    /// What an error of the server means to the one who asked for `operation`.
    init(_ error: any Error, during operation: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as PostgresError where error.kind == .noSpace: self = .noSpace
        default: self = .unavailable(operation: operation, cause: error.asCause)
        }
    }
}

extension Error {
    /// The error as the cause of a store's: that a task was cancelled is said in Swift's own words.
    var asCause: any Error { (self as? PostgresError)?.kind == .cancelled ? CancellationError() : self }
}

extension PostgresStatement {
    /// Binds by name; an argument that the text does not name is left out, one that is missing is a mistake of ours.
    init(_ text: PostgresText, binding arguments: StoredArguments) {
        self.init(
            text,
            text.names.map { name in
                switch arguments[name] {
                case .number(let number)?: .int(number.map { Int($0) })
                case .flag(let flag)?: .bool(flag)
                case .text(let text)?: .text(text)
                case .bytes(let bytes)?: .bytes(bytes)
                case .texts(let texts)?: .texts(texts)
                case .numbers(let numbers)?: .ints(numbers)
                case nil: preconditionFailure("no argument '\(name)' for: \(text.sql)")
                }
            })
    }
}
