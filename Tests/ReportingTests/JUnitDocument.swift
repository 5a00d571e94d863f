import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A JUnit file, parsed by Foundation and held against the rules of `junit-10.xsd` (Jenkins' xunit plugin, pytest), and its counts.
final class JUnitDocument: NSObject, XMLParserDelegate {
  struct Case {
    var suite: String
    var name: String
    /// `passed`, `failure`, `error` or `skipped`.
    var kind = "passed"
    var message = ""
    var text = ""
    var output = ""
  }

  struct NotWellFormed: Error { var text: String }

  private(set) var faults: [String] = []
  private(set) var suites: [[String: String]] = []
  private(set) var cases: [Case] = []
  /// By suite, then by name.
  private(set) var properties: [String: [String: String]] = [:]
  private var root: [String: String] = [:]
  private var path: [String] = []

  private static let allowed: [String: (parents: [String], attributes: [String], required: [String])] = [
    "testsuites": ([""], ["name", "time", "tests", "failures", "errors"], []),
    "testsuite": (
      ["testsuites"],
      ["name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
      ["name", "tests", "failures", "errors"]
    ),
    "properties": (["testsuite"], [], []), "property": (["properties"], ["name", "value"], ["name", "value"]),
    "testcase": (["testsuite"], ["name", "time", "classname", "group"], ["name"]),
    "failure": (["testcase"], ["type", "message"], ["message"]), "error": (["testcase"], ["type", "message"], ["message"]),
    "skipped": (["testcase"], ["type", "message"], ["message"]), "system-out": (["testcase", "testsuite"], [], []),
  ]

  init(_ xml: String) throws {
    super.init()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    guard parser.parse() else { throw NotWellFormed(text: "\(parser.parserError.map { "\($0)" } ?? "") in line \(parser.lineNumber)") }
    checkCounts()
  }

  private func checkCounts() {
    for suite in suites { check(suite, cases.filter { $0.suite == suite["name"] }, suite["name"] ?? "") }
    check(root, cases, "testsuites")
    for name in Set(suites.map { $0["name"] ?? "" }) where suites.count(where: { $0["name"] == name }) > 1 {
      faults.append("two suites are called \(name)")
    }
  }

  private func check(_ attributes: [String: String], _ cases: [Case], _ place: String) {
    for (attribute, kind) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
      guard let value = attributes[attribute] else { continue }
      if value != "\(cases.count { $0.kind == kind })" { faults.append("\(place): \(attribute) is \(value)") }
    }
    if attributes["tests"] != "\(cases.count)" { faults.append("\(place): tests is \(attributes["tests"] ?? "missing")") }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
  ) {
    let parent = path.last ?? ""
    path.append(name)
    guard let rule = Self.allowed[name] else { return faults.append("element \(name)") }
    if !rule.parents.contains(parent) { faults.append("\(name) inside \(parent)") }
    for attribute in attributes.keys where !rule.attributes.contains(attribute) { faults.append("\(name) has \(attribute)") }
    for attribute in rule.required where attributes[attribute] == nil { faults.append("\(name) has no \(attribute)") }
    if let time = attributes["time"], time.wholeMatch(of: #/[0-9]*\.[0-9]{3}/#) == nil { faults.append("time \(time)") }
    if let time = attributes["timestamp"], time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/#) == nil {
      faults.append("timestamp \(time)")
    }
    let suite = suites.last?["name"] ?? ""
    switch name {
    case "testsuites": root = attributes
    case "testsuite": suites.append(attributes)
    case "property": properties[suite, default: [:]][attributes["name"] ?? ""] = attributes["value"]
    case "testcase": cases.append(Case(suite: suite, name: attributes["name"] ?? ""))
    case "failure", "error", "skipped":
      if cases[cases.count - 1].kind != "passed" { faults.append("\(name) beside \(cases[cases.count - 1].kind)") }
      cases[cases.count - 1].kind = name
      cases[cases.count - 1].message = attributes["message"] ?? ""
    default: break
    }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { path.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    switch path.last {
    case "failure", "error": cases[cases.count - 1].text += text
    case "system-out": cases[cases.count - 1].output += text
    default: if text.contains(where: { !$0.isWhitespace }) { faults.append("text in \(path.last ?? ""): \(text)") }
    }
  }
}
