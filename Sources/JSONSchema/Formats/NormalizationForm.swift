// The library composes strings for its own comparisons; only this part of it hands out the result.
@_spi(_Unicode) internal import Swift

/// Normalization form C of Unicode annex 15.
enum NormalizationForm {
    /// Returns whether `scalars` are in form C.
    static func isComposed(_ scalars: [Unicode.Scalar]) -> Bool {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)._nfc.elementsEqual(scalars)
    }
}
