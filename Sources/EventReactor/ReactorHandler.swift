/// What a file descriptor can be watched for, or has become.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There are bytes to read, or an end or an error to find by reading.
    package static let readable = Readiness(rawValue: 1)
    /// There is room to write.
    package static let writable = Readiness(rawValue: 2)
}

/// The owner of a file descriptor that an ``EventReactor`` watches.
package protocol ReactorHandler: AnyObject, Sendable {
    /// Called on the reactor's thread; must not block.
    func ready(_ readiness: Readiness)
    /// Called on the reactor's thread as the last thing, when the reactor is stopped while it watches for this one.
    func stopped()
}
