import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page read by a strict XML parser: whatever is not well-formed fails.
struct HTMLDocument {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text: String
  }

  let source: String
  /// In the order of their start tags.
  let elements: [Element]

  init(_ source: String, at location: SourceLocation = #_sourceLocation) throws {
    self.source = source
    let parser = XMLParser(data: Data(source.utf8))
    let reader = Reader()
    parser.delegate = reader
    let isWellFormed = parser.parse()
    let around = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(max(0, parser.lineNumber - 1)).first ?? ""
    #expect(
      isWellFormed, "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? ""): \(around.prefix(300))",
      sourceLocation: location)
    elements = reader.elements
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The text of the first of a kind.
  func text(of name: String) -> String { all(name).first?.text ?? "" }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes, text: ""))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      for index in open.suffix(6) { elements[index].text += string }
    }
  }
}
