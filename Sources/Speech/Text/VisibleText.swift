/// Bytes as people can safely read them: one printable line, nothing invisible, nothing that reorders text.
package enum VisibleText {
  /// The beginning of a payload, at most `limit` Unicode scalars long with the `…` that marks a cut.
  ///
  /// C0 controls become control pictures (`␊`), other invisible or reordering characters `⟨U+202E⟩`, bytes that are not
  /// UTF-8 `⟨0xFF⟩`. Only as much of the payload is read as is shown.
  package static func quote(_ bytes: [UInt8], limit: Int = 200) -> String {
    guard limit > 0 else { return "" }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var position = 0
    var shown: [Unicode.Scalar] = []
    // Where the text would have to end if a cut turned out to be needed, so that no `⟨…⟩` is cut in two.
    var cut = 0
    reading: while true {
      let piece: String
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: break reading
      case .valid(let encoded):
        piece = visible(Unicode.UTF8.decode(encoded))
        position += encoded.count
      case .error(let length):
        piece = bytes[position..<min(bytes.count, position + length)].map { "⟨0x" + hex($0, width: 2) + "⟩" }.joined()
        position += length
      }
      shown.append(contentsOf: piece.unicodeScalars)
      if shown.count > limit { return string(shown.prefix(cut)) + "…" }
      if shown.count < limit { cut = shown.count }
    }
    return string(shown[...])
  }

  /// The same for text.
  package static func quote(_ text: String, limit: Int = 200) -> String { quote(Array(text.utf8), limit: limit) }

  /// A text of whatever length as one line of a page.
  package static func line(_ text: String) -> String { quote(text, limit: 4000) }

  /// One character in its visible form.
  private static func visible(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "" }
    if scalar.isASCII { return scalar.value == 0x7F ? "␡" : String(scalar) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned, .surrogate:
      return "⟨U+" + hex(scalar.value, width: 4) + "⟩"
    default:
      return scalar.properties.isDefaultIgnorableCodePoint ? "⟨U+" + hex(scalar.value, width: 4) + "⟩" : String(scalar)
    }
  }

  /// The first character of some bytes, visible.
  static func firstScalar(of bytes: ArraySlice<UInt8>) -> String {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    guard case .valid(let encoded) = parser.parseScalar(from: &rest) else { return "" }
    return visible(Unicode.UTF8.decode(encoded))
  }

  /// Upper-case hexadecimal, padded with zeros.
  static func hex(_ value: some BinaryInteger, width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
