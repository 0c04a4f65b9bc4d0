// expression  = minute hour day month weekday                  five fields, blanks between them
//             | "@hourly" | "@daily" | "@weekly" | "@monthly" | "@yearly"
//             | "@every" number ( "s" | "m" | "h" | "d" )      from midnight of 1970-01-01 on
// field       = part { "," part }
// part        = ( "*" | value [ "-" value ] ) [ "/" number ]
// value       = number | name                                  "jan", "mon"; weekday 0 and 7 are Sunday
//
// A day counts when its month does and, where day and weekday are both restricted, when either does (POSIX crontab).

package import RegistryCore

/// When something happens again and again, in UTC.
package struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with an expression: names the field and says what it takes.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }
    private enum Rule: Sendable, Hashable {
        case fields(CronFields)
        /// In milliseconds.
        case every(Int64)
    }
    package let description: String
    private let rule: Rule

    /// - Throws: ``Failure``.
    package init(parsing text: String) throws(Failure) {
        description = text
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        if words.first == "@every" {
            rule = .every(try Self.period(words.dropFirst()))
        } else if let name = words.first, name.hasPrefix("@") {
            guard words.count == 1, let fields = Self.names[String(name)] else {
                throw Failure(
                    description: "'\(text)' is none of @hourly, @daily, @weekly, @monthly, @yearly and @every 15m")
            }
            rule = .fields(try CronFields(parsing: fields))
        } else {
            rule = .fields(try CronFields(parsing: words))
        }
    }

    /// The first moment after `moment`; nil when there is none, as on 31 February.
    package func next(after moment: Timestamp) -> Timestamp? {
        switch rule {
        case .every(let period):
            let (count, _) = moment.milliseconds.flooredDivision(by: period)
            return Timestamp(milliseconds: (count + 1) * period)
        case .fields(let fields): return fields.next(after: moment)
        }
    }

    private static let names: [String: [Substring]] = [
        "@hourly": ["0", "*", "*", "*", "*"], "@daily": ["0", "0", "*", "*", "*"],
        "@weekly": ["0", "0", "*", "*", "0"], "@monthly": ["0", "0", "1", "*", "*"],
        "@yearly": ["0", "0", "1", "1", "*"],
    ]

    /// From a second to 366 days.
    private static func period(_ words: ArraySlice<Substring>) throws(Failure) -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard words.count == 1, let word = words.first, let unit = word.last.flatMap({ units[$0] }),
            word.dropLast().utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(word.dropLast()),
            number > 0, number <= 366 * 86_400 / unit
        else {
            throw Failure(description: "'@every' takes one period of a second to 366 days, such as 90s, 15m, 6h or 2d")
        }
        return number * unit * 1_000
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
