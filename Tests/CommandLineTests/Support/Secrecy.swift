import Foundation

/// Forms in which a secret could come out again.
enum Secrecy {
  /// Raw, percent-encoded, base64 at each of its three alignments, JSON-escaped.
  static func forms(of secret: String) -> [String: [UInt8]] {
    let bytes = Array(secret.utf8)
    let upper = percentEncoded(bytes, digits: "0123456789ABCDEF")
    var forms: [String: [UInt8]] = [
      "raw": bytes, "percent-encoded": Array(upper.utf8),
      "percent-encoded in lower case": Array(percentEncoded(bytes, digits: "0123456789abcdef").utf8),
      "JSON-escaped": Array(secret.replacingOccurrences(of: "/", with: "\\/").utf8),
      "ASCII JSON": Array(
        secret.unicodeScalars.map {
          $0.isASCII
            ? String($0) : "\\u" + String(repeating: "0", count: 4 - String($0.value, radix: 16).count) + String($0.value, radix: 16)
        }
        .joined().utf8),
    ]
    for offset in 0..<3 {
      let standard = base64(bytes, offset: offset)
      forms["base64 at \(offset)"] = Array(standard.utf8)
      let url = standard.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      forms["base64url at \(offset)"] = Array(url.utf8)
    }
    return forms
  }

  /// Where any form of the secret stands: `run.sqlite: base64 at 1`.
  static func leaks(of secret: String, in files: [String: [UInt8]]) -> [String] {
    let forms = forms(of: secret)
    return files.flatMap { name, bytes in
      let data = Data(bytes)
      return forms.filter { data.range(of: Data($0.value)) != nil }.map { "\(name): \($0.key)" }
    }.sorted()
  }

  private static func percentEncoded(_ bytes: [UInt8], digits: String) -> String {
    let digits = Array(digits)
    return bytes.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 128 && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar))
      return isPlain ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }

  /// The characters that the secret alone decides, so many bytes after the start of a base64 text.
  private static func base64(_ bytes: [UInt8], offset: Int) -> String {
    let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
    let first = (8 * offset + 5) / 6
    let last = 8 * (offset + bytes.count) / 6
    return String(text.dropFirst(first).prefix(last - first))
  }
}
