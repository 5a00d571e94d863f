import Speech

/// A TAP 14 file, read strictly: version, plan, points in order, subtests four columns deeper, diagnostics in YAML two columns deeper.
struct TAPDocument {
  struct Point {
    var isOk: Bool
    var name: String
    /// `SKIP reason`; nil where there is none.
    var directive: String?
    var yaml: [String: JSONValue] = [:]
    var points: [Point] = []
  }

  private(set) var points: [Point] = []
  private(set) var faults: [String] = []

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    if lines.last != "" { faults.append("no newline at the end") }
    lines = lines.dropLast()
    if lines.popFirst() != "TAP version 14" { faults.append("no version") }
    points = read(&lines, indent: "")
    if let rest = lines.first { faults.append("unread: \(rest)") }
  }

  private mutating func read(_ lines: inout ArraySlice<String>, indent: String) -> [Point] {
    var points: [Point] = []
    var plan: Int?
    var nested: (name: String, points: [Point])?
    while let line = lines.first, line.hasPrefix(indent), indent.isEmpty || !line.dropFirst(indent.count).hasPrefix("  ...") {
      let body = String(line.dropFirst(indent.count))
      lines = lines.dropFirst()
      if let match = body.wholeMatch(of: #/1\.\.(\d+)/#) {
        if plan != nil || !points.isEmpty { faults.append("a plan inside: \(line)") }
        plan = Int(match.1)
      } else if body.hasPrefix("# Subtest: ") {
        let name = String(body.dropFirst(11))
        nested = (name, read(&lines, indent: indent + "    "))
      } else if body.hasPrefix("# ") {
        continue
      } else if let match = body.wholeMatch(of: #/(not )?ok (\d+) - (.*)/#.matchingSemantics(.unicodeScalar)) {
        if Int(match.2) != points.count + 1 { faults.append("out of order: \(line)") }
        var (name, directive) = Self.description(String(match.3))
        if let nested, nested.name != name { faults.append("the subtest \(nested.name) is called \(name)") }
        if let known = directive, known.wholeMatch(of: #/SKIP .*/#) == nil { faults.append("directive \(known)") }
        name = nested?.name ?? name
        directive = directive.map { $0.replacing("\\#", with: "#").replacing("\\\\", with: "\\") }
        var point = Point(isOk: match.1 == nil, name: name, directive: directive, points: nested?.points ?? [])
        nested = nil
        if lines.first == indent + "  ---" { point.yaml = yaml(&lines, indent: indent + "  ") }
        points.append(point)
      } else {
        faults.append("no line of TAP: \(line)")
      }
    }
    if plan != points.count { faults.append("planned \(plan.map(String.init) ?? "nothing"), came \(points.count)") }
    return points
  }

  /// A name and the directive behind the first `#` that no backslash escapes.
  private static func description(_ text: String) -> (name: String, directive: String?) {
    var name = ""
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "\\" {
        if let next = rest.popFirst() { name.unicodeScalars.append(next) }
      } else if scalar == "#" {
        return (String(name.dropLast()), String(Substring(rest.drop { $0 == " " })))
      } else {
        name.unicodeScalars.append(scalar)
      }
    }
    return (name, nil)
  }

  private mutating func yaml(_ lines: inout ArraySlice<String>, indent: String) -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    var list: String?
    lines = lines.dropFirst()
    while let line = lines.popFirst() {
      guard line.hasPrefix(indent) else {
        faults.append("outside the block: \(line)")
        continue
      }
      let body = line.dropFirst(indent.count)
      if body == "..." { return values }
      if let list, body.hasPrefix("  - "), let item = try? JSONValue(parsing: Array(body.dropFirst(4).utf8)) {
        values[list] = .array((values[list]?.array ?? []) + [item])
      } else if let match = body.wholeMatch(of: #/([a-z_]+):(?: (.*))?/#) {
        list = match.2 == nil ? String(match.1) : nil
        guard let text = match.2 else { continue }
        if let value = try? JSONValue(parsing: Array(text.utf8)) {
          values[String(match.1)] = value
        } else {
          faults.append("no value: \(line)")
        }
      } else {
        faults.append("no YAML of ours: \(line)")
      }
    }
    faults.append("a block without an end")
    return values
  }
}
