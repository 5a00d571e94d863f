internal import Speech

extension HopFacts {
  /// The service's ids of the requests that these messages belong to, each with the first message that names it, in their order.
  ///
  /// A session has one. Another tells of a second connection of the relay's, or of somebody else's messages.
  package var requestIDs: [Located<String>] {
    messages.reduce(into: []) { ids, message in
      guard let id = message.value.result?.requestID ?? message.value.metadata?.requestID, !id.isEmpty else { return }
      if !ids.contains(where: { $0.value == id }) { ids.append(Located(id, event: message.event, at: message.at)) }
    }
  }
}
