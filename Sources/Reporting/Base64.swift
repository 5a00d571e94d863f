/// Base64 (RFC 4648 §4), without Foundation.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let one = Int(bytes[start])
      let two = start + 1 < bytes.count ? Int(bytes[start + 1]) : 0
      let three = start + 2 < bytes.count ? Int(bytes[start + 2]) : 0
      text.append(digits[one >> 2])
      text.append(digits[(one & 3) << 4 | two >> 4])
      text.append(start + 1 < bytes.count ? digits[(two & 15) << 2 | three >> 6] : UInt8(ascii: "="))
      text.append(start + 2 < bytes.count ? digits[three & 63] : UInt8(ascii: "="))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
