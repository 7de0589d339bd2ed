package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.PrincipalId;

/** A living session as those who run its tenant see it. */
public record MemberSession(PrincipalId principal, SessionEntry entry) {}
