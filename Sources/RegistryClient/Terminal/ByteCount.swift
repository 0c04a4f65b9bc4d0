/// A number of bytes for people: three digits and a decimal unit.
package enum ByteCount {
    /// `0 B`, `999 B`, `1.50 kB`, `24.6 MB`; decimal units as disks and networks count.
    package static func text(_ bytes: Int64) -> String {
        if bytes < 1_000 { return "\(bytes) B" }
        var value = Double(bytes)
        var unit = 0
        // 999.5 of a unit would be written as 1000.
        while value >= 999.5, unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        return "\(digits(value)) \(units[unit])"
    }

    private static let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

    private static func digits(_ value: Double) -> String {
        let places = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
        let scale = [1, 10, 100][places]
        let scaled = Int((value * Double(scale)).rounded())
        guard places > 0 else { return String(scaled) }
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
