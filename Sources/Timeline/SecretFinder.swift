internal import Wire

/// Finds the credentials in what strangers say to each other: a tap is given none, and must keep none.
///
/// Looks where credentials are by their name: in headers, subprotocols, queries, and members of JSON. What it finds is taken out of all that is
/// recorded from then on, wherever it comes back.
package enum SecretFinder {
  /// Shorter values are seldom secret, and stand in other words too.
  private static let shortest = 8
  /// Longer texts carry results, or audio.
  private static let longestText = 64 << 10

  package static func secrets(in event: Event) -> [String] {
    switch event.kind {
    case .request(let head): inHeaders(head.headers) + inQuery(head.target)
    case .response(let head): inHeaders(head.headers) + inJSON(head.body)
    case .frame(let frame) where frame.sender == event.hop?.dialler && frame.frame.opcode == .text: inJSON(frame.frame.payload)
    case .frame, .violation, .failed, .ended, .note: []
    }
  }

  /// What somebody wrote out for a peer, as `--header 'X-Tenant-Pass: …'`: whatever its name, its value is for nobody else.
  package static func secrets(given field: HeaderField) -> [String] {
    let named = inHeaders([field])
    return named.isEmpty && !RedactionNames.isPlainHeader(field.name) ? usable([field.value]) : named
  }

  /// The same of a URL that somebody wrote out: what its query names as a credential, and a password in front of its host.
  package static func secrets(inURL url: String) -> [String] {
    let authority = url.firstRange(of: "://").map { url[$0.upperBound...].prefix { !"/?#".contains($0) } } ?? ""
    let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
    let password = user.firstIndex(of: ":").map { String(user[user.index(after: $0)...]) } ?? ""
    return inQuery(url) + usable(asMeantAndWritten(password))
  }

  private static func asMeantAndWritten(_ written: String) -> [String] {
    let meant = SecretForms.percentDecoded(written)
    return written == meant ? [written] : [meant, written]
  }

  private static func inHeaders(_ headers: [HeaderField]) -> [String] {
    headers.flatMap { field -> [String] in
      if field.name.lowercased() == "sec-websocket-protocol" { return inSubprotocols(field.value) }
      guard RedactionNames.isSecretHeader(field.name) else { return [] }
      guard field.name.lowercased().hasSuffix("cookie") else { return usable(credentials(field.value)) }
      return usable(
        field.value.split(separator: ";").compactMap { $0.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init) })
    }
  }

  /// Without the scheme in front of it.
  private static func credential(_ value: String) -> String {
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, RedactionNames.isScheme(String(parts[0])) else { return value }
    return String(parts[1])
  }

  /// A credential, and the password that stands in it where it is one of `Basic` (RFC 7617 §2): a peer may say that back.
  private static func credentials(_ value: String) -> [String] {
    let credential = credential(value)
    guard value.lowercased().hasPrefix("basic "), let pair = SecretForms.fromBase64(credential), let colon = pair.firstIndex(of: ":") else {
      return [credential]
    }
    return [credential, String(pair[pair.index(after: colon)...])]
  }

  private static func inSubprotocols(_ value: String) -> [String] {
    let items = value.split(separator: ",").map { $0.filter { $0 != " " } }
    let announced = zip(items.dropFirst(), items).compactMap { item, before in
      RedactionNames.announcesSecret(subprotocol: before) ? item : nil
    }
    return usable(announced + items.map { String(RedactionHeader.secret(ofSubprotocol: $0)) }.filter { !announced.contains($0) })
  }

  private static func inQuery(_ target: String) -> [String] {
    let query = target.firstIndex(of: "?").map { target[target.index(after: $0)...].prefix { $0 != "#" } } ?? ""
    let pairs = query.split(separator: "&")
    return usable(
      pairs.flatMap { pair -> [String] in
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, RedactionNames.isSecretQuery(String(parts[0])) else { return [] }
        return asMeantAndWritten(String(parts[1]))
      })
  }

  /// Members whose name says so and whose value is a string, at whatever depth.
  private static func inJSON(_ bytes: [UInt8]) -> [String] {
    guard bytes.count <= longestText, bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return [] }
    var found: [String] = []
    var name: String?
    var index = 0
    while index < bytes.count {
      defer { index += 1 }
      guard bytes[index] == UInt8(ascii: "\"") else {
        // Only a colon may stand between a name and its value.
        if bytes[index] != UInt8(ascii: ":"), bytes[index] > 0x20 { name = nil }
        continue
      }
      let start = index + 1
      index = start
      while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
      let text = String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
      if let owner = name {
        if RedactionNames.isSecretMember(owner) { found.append(credential(SecretForms.unescaped(text))) }
        name = nil
      } else {
        name = text
      }
    }
    return usable(found).filter { value in value.count >= 16 || value.contains(where: \.isNumber) }
  }

  private static func usable(_ values: [String]) -> [String] { values.filter { $0.count >= shortest } }
}
