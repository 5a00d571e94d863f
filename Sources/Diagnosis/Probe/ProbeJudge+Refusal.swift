internal import Speech
internal import Timeline

/// Whom a refusal blames: the service's own bears its marks; another's at the service's door is somebody's in between.
extension ProbeJudge {
  func refused(_ head: ResponseHead, asked target: String) -> ProbeBlame {
    let told = Self.status(head)
    let words = told.hasSuffix(".") ? String(told.dropLast()) : told
    if RefusalWords(head).isTheServices || (isService && [401, 402, 429].contains(head.status)) {
      return refusedByService(head.status, words)
    }
    return isService ? refusedInBetween(head.status, words) : refusedByRelay(head, words, asked: target)
  }

  /// - Parameter words: The service's own, with the status before them.
  func refusedByService(_ status: Int, _ words: String) -> ProbeBlame {
    let by = isService ? "the service refuses it" : "the relay passes on that the service refuses it"
    switch status {
    case 401 where !sight.hasKey: return ProbeBlame(.key, .faulty, "The key: none was given, and \(who) wants one (\(words)).")
    case 401, 403: return ProbeBlame(.key, .faulty, "The key: \(by) (\(words)).", remedy: Self.keyRemedy)
    case 402:
      return ProbeBlame(
        .plan, .faulty, "The plan: the project has no money left, says the service (\(words)).",
        remedy: "Top up the project's balance at the service, or use the key of another project.")
    case 429:
      return ProbeBlame(
        .rate, .faulty, "The rate: too many connections or requests at once, says the service (\(words)).", remedy: Self.rateRemedy)
    case 500...: return ProbeBlame(.service, .faulty, "The service: it fails by its own account (\(words)).", remedy: Self.statusPage)
    default:
      return ProbeBlame(
        .request, .faulty, "What was asked for: \(by) (\(words)). The key, the network and TLS are not it.",
        remedy:
          "Mend what the service names: the path is `/v1/listen`; each parameter of the query is one that it knows, spelled as it wants it."
      )
    }
  }

  private func refusedInBetween(_ status: Int, _ words: String) -> ProbeBlame {
    if status >= 500, status != 511 {
      return ProbeBlame(
        .service, .unreachable, "The service: its front answers \(words), and nothing behind it.", remedy: Self.statusPage)
    }
    return ProbeBlame(
      .proxy, .unreachable,
      sentence(
        "What stands in between: \(words) bears none of the service's marks (dg-error, dg-request-id), so something else answered: ",
        "a proxy, a filter, a login page of the network, or another server at this address."),
      remedy: sentence(
        "Ask whoever runs the network to let WebSockets to this host pass; name a proxy that has to be asked by `proxy: http://HOST:PORT` ",
        "in a profile. `curl -i https://HOST/v1/listen` shows the same answer."))
  }

  private func refusedByRelay(_ head: ResponseHead, _ words: String, asked target: String) -> ProbeBlame {
    let hint = HandshakeRefused.noHandler(head, asked: target).drop { $0 == "." || $0 == " " }
    let (meaning, remedy): (String, String?) =
      switch head.status {
      case 401, 403:
        (" It wants credentials of its own, which are not the service's.", Self.relayKeyRemedy)
      case 500: (" Its code fails before it lets anybody in.", Self.relayLogRemedy)
      case 501...:
        (
          " What stands before it can't reach it, or it can't take more.",
          "Is the relay running behind its front, at the address that the front has for it? The front's error log says why."
        )
      default: (hint.isEmpty ? " Nothing takes WebSockets at this path." : "", Self.pathRemedy)
      }
    return ProbeBlame(
      .relay, .unreachable, "The relay: it answers the opening request with \(words).\(meaning)\(hint.isEmpty ? "" : " \(hint)")",
      remedy: remedy)
  }

  private static let keyRemedy = """
    Is the key the whole key, without quotes or blanks, not revoked, and of the right project? An API key goes as `Token KEY`; a token that was granted \
    (a JWT) goes as `Bearer JWT`, and lives 30 s by default. 403 is a key that may not do this. To try the key alone:

    ```sh
    curl -i https://api.deepgram.com/v1/projects \\
         -H "Authorization: Token $DEEPGRAM_API_KEY"
    ```
    """

  private static let rateRemedy = """
    Count the live sessions of this project, those of other machines too, and end what is left open; else wait, or ask for a higher limit. A relay should \
    try again later, each time after a longer pause.
    """

  private static let statusPage =
    "Nothing here mends it: look at the service's status page, and try again. Give its support the request id, where there is one."

  private static let relayKeyRemedy = """
    Give the client the relay's own credentials: `--header 'Authorization: …'`, or `headers` and `subprotocols` in a profile. ASGI servers answer 403 too \
    where the handler closes before it accepts: the relay's log tells.
    """

  private static let relayLogRemedy =
    "Read the relay's log: ASGI servers answer 500 where the handler fails, as at dialling the service before it accepts its client."

  private static let pathRemedy = """
    Is the path that of the relay's WebSocket route? A proxy that does not pass the upgrade on makes a 404, 400 or 426 of the right one; nginx wants

    ```nginx
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
    ```
    """
}
