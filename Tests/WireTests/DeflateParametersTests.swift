import Testing
import Wire

/// Offers and answers of permessage-deflate, and each way in which an answer can be wrong (RFC 7692 §7.1).
@Suite struct DeflateParametersTests {
  @Test(arguments: [
    "permessage-deflate", "permessage-deflate; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits=15",
  ])
  func whatIsWrittenIsRead(_ text: String) throws {
    #expect(try DeflateParameters.parse(text)?.text == text)
  }

  @Test func blanksCaseAndQuotesMakeNoDifference() throws {
    let read = try DeflateParameters.parse(#" Permessage-Deflate ;Client_Max_Window_Bits = "10" ;server_no_context_takeover"#)
    #expect(read?.text == "permessage-deflate; server_no_context_takeover; client_max_window_bits=10")
    #expect(try DeflateParameters.parse("x-webkit-deflate-frame") == nil)
  }

  @Test(arguments: [
    ("; a=1", "7.1"), ("; server_no_context_takeover=1", "7.1.1.1"), ("; client_no_context_takeover=yes", "7.1.1.2"),
    ("; server_max_window_bits", "7.1.2.1"), ("; server_max_window_bits=7", "7.1.2.1"), ("; server_max_window_bits=16", "7.1.2.1"),
    ("; server_max_window_bits=08", "7.1.2.1"), ("; client_max_window_bits=", "7.1.2.2"), ("; client_max_window_bits=x", "7.1.2.2"),
    ("; server_no_context_takeover; server_no_context_takeover", "7.1"), (";", "7.1"),
  ])
  func whatIsWrongNamesItsSection(_ parameters: String, _ section: String) {
    let fault = #expect(throws: DeflateFault.self) { try DeflateParameters.parse("permessage-deflate" + parameters) }
    #expect(fault?.section == section)
    #expect(DeflateParameters.answer(to: ["permessage-deflate" + parameters]) == nil, "such an offer is declined")
  }

  @Test(
    arguments: [
      (["permessage-deflate"], "permessage-deflate"),
      (["permessage-deflate; client_max_window_bits"], "permessage-deflate"),
      (["permessage-deflate; client_max_window_bits=12"], "permessage-deflate; client_max_window_bits=12"),
      (
        ["foo", "permessage-deflate; x", "permessage-deflate; server_max_window_bits=9; server_no_context_takeover", "permessage-deflate"],
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9"
      ),
      (["foo; bar=1"], nil), ([], nil),
    ] as [([String], String?)])
  func theServerTakesTheFirstOfferThatItCan(_ offers: [String], _ answer: String?) {
    #expect(DeflateParameters.answer(to: offers)?.text == answer)
  }

  @Test(
    arguments: [
      ("", "", nil), ("; client_max_window_bits", "; client_max_window_bits=9", nil), ("", "; client_no_context_takeover", nil),
      ("", "; server_no_context_takeover; server_max_window_bits=9", nil), ("", "; client_max_window_bits=9", "7.1.2.2"),
      ("; client_max_window_bits", "; client_max_window_bits", "7.1.2.2"),
      ("; client_max_window_bits=9", "; client_max_window_bits=10", "7.1.2.2"), ("; server_max_window_bits=9", "", "7.1.2.1"),
      ("; server_max_window_bits=9", "; server_max_window_bits=10", "7.1.2.1"),
      ("; server_max_window_bits=9", "; server_max_window_bits=8", nil),
      ("; server_no_context_takeover", "", "7.1.1.1"), ("", "; a", "7.1"), ("", ", permessage-deflate", "5"),
    ] as [(String, String, String?)])
  func theClientChecksTheAnswer(_ offer: String, _ answer: String, _ section: String?) throws {
    let members = ("permessage-deflate" + answer).split(separator: ",").map { String($0) }
    let offers = DeflateParameters.offers(in: ["permessage-deflate" + offer])
    var fault: DeflateFault?
    do throws(DeflateFault) { #expect(try DeflateParameters.agreement(in: members, to: offers) != nil) } catch { fault = error }
    #expect(fault?.section == section, "\(fault?.text ?? "taken")")
    // One of several offers is enough.
    if section != "7.1", section != "5", answer != "; client_max_window_bits" {
      let wide = try #require(try DeflateParameters.parse("permessage-deflate; client_max_window_bits"))
      #expect(try DeflateParameters.agreement(in: members, to: offers + [wide]) != nil)
    }
  }

  @Test func anAgreementHasBothSides() throws {
    let agreed = try #require(
      try DeflateParameters.agreement(in: ["permessage-deflate; client_no_context_takeover; server_max_window_bits=10"], to: []))
    #expect(!agreed.clientKeepsContext && agreed.serverKeepsContext && agreed.serverWindowBits == 10 && agreed.clientWindowBits == 15)
    #expect(try DeflateParameters.agreement(in: ["foo"], to: []) == nil)
  }
}
