/// Why a file can't be imported, or something can't be exported: what is wrong and what to do.
package struct ExchangeFault: Error, Sendable, Equatable {
  package var text: String

  package init(_ text: String) { self.text = text }
}
