/// What is new in the answers to the same question, asked again and again.
///
/// Of a list each element behind those that were there before; of anything else the whole, where it is another than the one before.
package struct PolledAnswers: Sendable {
  private var count = 0
  private var last: [UInt8] = []

  package init() {}

  /// - Returns: Texts, in order.
  package mutating func take(_ body: [UInt8]) -> [[UInt8]] {
    guard !body.isEmpty, body != last else { return [] }
    defer { last = body }
    guard let value = try? JSONValue(parsing: body), let list = value.array ?? Self.onlyList(value) else { return [body] }
    // A shorter list is another one: it begins anew.
    let new = list.count < count ? list[...] : list[count...]
    count = list.count
    return new.map { Array(($0.string ?? $0.serialized()).utf8) }
  }

  /// A list that is all that an object has, or all that it has besides plain values: `{"session":"7","results":[…]}`.
  private static func onlyList(_ value: JSONValue) -> [JSONValue]? {
    guard let members = value.object, !members.values.contains(where: { $0.object != nil }) else { return nil }
    let lists = members.values.compactMap(\.array)
    return lists.count == 1 ? lists.first : nil
  }
}
