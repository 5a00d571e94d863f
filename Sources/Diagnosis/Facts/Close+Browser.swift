internal import Wire

extension HopFacts.Close {
  /// The code that a page in a browser is told: that of the frame, 1005 where it has none, and 1006 where no frame may carry it, which fails
  /// the connection (RFC 6455 §7.1.5, §7.1.7).
  package var codeInBrowser: UInt16 { code.map { CloseCode.isLegalOnTheWire($0) ? $0 : 1006 } ?? 1005 }

  /// True where a page in a browser could have sent it: without a code, with 1000, or with one of an application's own.
  package var isPossibleInBrowser: Bool { BrowserRules.mayClose(with: code) }
}
