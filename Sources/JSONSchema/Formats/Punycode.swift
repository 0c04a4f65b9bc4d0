/// The encoding of Unicode labels in ASCII, RFC 3492 with the parameters of its section 5.
enum Punycode {
    private static let base = 36
    private static let smallest = 1
    private static let largest = 26

    /// - Parameter text: without `xn--`; lower-case letters, digits and hyphens.
    /// - Returns: nil when `text` encodes nothing.
    static func decode(_ text: [UInt8]) -> [Unicode.Scalar]? {
        var scalars: [Unicode.Scalar] = []
        var position = 0
        if let delimiter = text.lastIndex(of: UInt8(ascii: "-")) {
            scalars = text[..<delimiter].map { Unicode.Scalar($0) }
            position = delimiter + 1
        }
        var value = 128
        var index = 0
        var bias = Bias()
        while position < text.count {
            let before = index
            var weight = 1
            var step = base
            while true {
                guard position < text.count, let digit = number(ofDigit: text[position]) else { return nil }
                position += 1
                index += digit * weight
                let threshold = bias.threshold(step)
                if digit < threshold { break }
                weight *= base - threshold
                step += base
                guard index <= 0x7FFF_FFFF, weight <= 0x7FFF_FFFF else { return nil }
            }
            let count = scalars.count + 1
            bias.adapt(delta: index - before, count: count, isFirst: before == 0)
            value += index / count
            index %= count
            guard value <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(value)) else { return nil }
            scalars.insert(scalar, at: index)
            index += 1
        }
        return scalars
    }

    /// - Returns: nil when the text is longer than 63 code points, which no label can be.
    static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
        guard scalars.count <= 63 else { return nil }
        var text = scalars.filter(\.isASCII).map { UInt8($0.value) }
        var done = text.count
        if done > 0 { text.append(UInt8(ascii: "-")) }
        var value: UInt32 = 128
        var delta = 0
        var bias = Bias()
        var isFirst = true
        while done < scalars.count {
            let next = scalars.lazy.map(\.value).filter { $0 >= value }.min() ?? value
            delta += Int(next - value) * (done + 1)
            value = next
            for scalar in scalars {
                if scalar.value < value { delta += 1 }
                guard scalar.value == value else { continue }
                append(delta, to: &text, bias)
                bias.adapt(delta: delta, count: done + 1, isFirst: isFirst)
                isFirst = false
                delta = 0
                done += 1
            }
            delta += 1
            value += 1
        }
        return text
    }

    private static func append(_ delta: Int, to text: inout [UInt8], _ bias: Bias) {
        var rest = delta
        var step = base
        while true {
            let threshold = bias.threshold(step)
            if rest < threshold { break }
            text.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            step += base
        }
        text.append(digit(rest))
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
    }

    private static func number(ofDigit byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - 0x61)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - 0x30) + 26
        default: nil
        }
    }

    /// How long the next number is expected to be (section 6.1).
    private struct Bias {
        private var value = 72

        func threshold(_ step: Int) -> Int { min(max(step - value, smallest), largest) }

        mutating func adapt(delta: Int, count: Int, isFirst: Bool) {
            var delta = isFirst ? delta / 700 : delta / 2
            delta += delta / count
            var steps = 0
            while delta > (base - smallest) * largest / 2 {
                delta /= base - smallest
                steps += base
            }
            value = steps + (base - smallest + 1) * delta / (delta + 38)
        }
    }
}
