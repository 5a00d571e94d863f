/// What is wrong with an offer or answer of permessage-deflate: a section of RFC 7692, and a clause without a full stop.
package struct DeflateFault: Error, Sendable, Hashable {
  package var section: String
  package var text: String

  package init(section: String, text: String) {
    self.section = section
    self.text = text
  }
}
