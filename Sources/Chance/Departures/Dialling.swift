internal import Lab
internal import Machines
internal import Speech
internal import Timeline

/// Another path or query than the right one.
enum Dialling {
  typealias Items = [(name: String, value: String)]

  static func stage(_ pen: Pen, _ what: String, _ change: @escaping @Sendable (String, Items) -> (String, Items)) -> any JointStage {
    Filtering(memory: ()) { action, now, _ in
      guard case .dial(let target, let headers, let subprotocols) = action else { return [action] }
      let parsed = QueryString.parse(target)
      let (path, items) = change(parsed.path, parsed.items)
      let other = QueryString.append(items, to: path)
      if other != target { pen.note(what, on: .relayToService, at: now) }
      return [.dial(target: other, headers: headers, subprotocols: subprotocols)]
    }
  }

  /// With parameters set or, where the value is nil, taken away.
  static func setting(_ pen: Pen, _ what: String, _ values: [String: String?]) -> any JointStage {
    stage(pen, what) { path, items in
      var items = items
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        items.removeAll { $0.name == name }
        if let value { items.append((name, value)) }
      }
      return (path, items)
    }
  }
}
