internal import Timeline

extension DirectWording {
  /// The books of a session without a relay: what that owes the service its client owes, and what it owes its client the service.
  static func retell(_ account: Account) -> Account {
    var account = account
    for index in account.entries.indices {
      let entry = account.entries[index]
      let relay: Party = entry.link.hop == .client ? .service : .client
      if entry.party == .relay { account.entries[index].party = relay }
      account.entries[index].text = retell(entry.text, relay)
    }
    for index in account.lines.indices {
      account.lines[index].into = account.lines[index].into.map { retell($0) }
      account.lines[index].outOf = account.lines[index].outOf.map { retell($0) }
    }
    return account
  }
}
