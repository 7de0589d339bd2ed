package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.Severity;

/** What a record can be about. The id is stable: exports, alerts and dashboards are built on it. */
public enum EventType {
  TENANT_CREATED("tenant.created", Severity.NOTICE),
  TENANT_SUSPENDED("tenant.suspended", Severity.HIGH),
  TENANT_RESUMED("tenant.resumed", Severity.HIGH),
  TENANT_DELETION_ASKED("tenant.deletion_asked", Severity.HIGH),
  TENANT_ERASURE_BEGUN("tenant.erasure_begun", Severity.HIGH),
  TENANT_ERASED("tenant.erased", Severity.HIGH),
  PERSON_REGISTERED("person.registered", Severity.NOTICE),
  SIGN_UP_DISCARDED("person.sign_up_discarded", Severity.NOTICE),
  MEMBER_INVITED("member.invited", Severity.NOTICE),
  INVITATION_WITHDRAWN("member.invitation_withdrawn", Severity.NOTICE),
  MEMBER_JOINED("member.joined", Severity.NOTICE),
  MEMBER_ROLES_CHANGED("member.roles_changed", Severity.WARN),
  MEMBER_DISABLED("member.disabled", Severity.WARN),
  MEMBER_ENABLED("member.enabled", Severity.WARN),
  MEMBER_REMOVED("member.removed", Severity.WARN),
  MEMBER_RECOVERY_BEGUN("member.recovery_begun", Severity.HIGH),
  OWNERSHIP_TRANSFERRED("tenant.ownership_transferred", Severity.HIGH),
  ROLE_CREATED("role.created", Severity.WARN),
  ROLE_CHANGED("role.changed", Severity.WARN),
  ROLE_DELETED("role.deleted", Severity.WARN),
  OPERATOR_LINK_ISSUED("operator.link_issued", Severity.HIGH),
  OPERATOR_CREATED("operator.created", Severity.HIGH),

  MAIL_ASKED("mail.asked", Severity.INFO),
  LINK_ISSUED("link.issued", Severity.INFO),
  ADDRESS_VERIFIED("address.verified", Severity.NOTICE),
  ADDRESS_CHANGE_ASKED("address.change_asked", Severity.NOTICE),
  ADDRESS_CHANGED("address.changed", Severity.WARN),
  ADDRESS_CHANGE_UNDONE("address.change_undone", Severity.HIGH),

  PASSWORD_RESET_ASKED("password.reset_asked", Severity.INFO),
  PASSWORD_RESET("password.reset", Severity.WARN),
  PASSWORD_CHANGED("password.changed", Severity.NOTICE),

  SIGNED_IN("session.signed_in", Severity.INFO),
  SIGNED_OUT("session.signed_out", Severity.INFO),
  SESSION_REVOKED("session.revoked", Severity.NOTICE),
  SESSIONS_REVOKED("session.all_revoked", Severity.NOTICE),
  LOGOUT_NOTICE_FAILED("session.logout_notice_failed", Severity.WARN),

  SERVICE_ACCOUNT_CREATED("service_account.created", Severity.NOTICE),
  SERVICE_ACCOUNT_CHANGED("service_account.changed", Severity.NOTICE),

  INITIAL_ACCESS_ISSUED("client.initial_access_issued", Severity.WARN),
  CLIENT_REGISTERED("client.registered", Severity.NOTICE),
  CLIENT_CHANGED("client.changed", Severity.NOTICE),
  CLIENT_DELETED("client.deleted", Severity.NOTICE),
  CONSENT_DECIDED("consent.decided", Severity.INFO),
  CONSENT_WITHDRAWN("consent.withdrawn", Severity.NOTICE),
  CODE_ISSUED("code.issued", Severity.INFO),
  TOKEN_ISSUED("token.issued", Severity.INFO),
  TOKEN_REFRESHED("token.refreshed", Severity.INFO),
  TOKEN_USED("token.used", Severity.INFO),
  FAMILY_REVOKED("token.family_revoked", Severity.NOTICE),

  REALM_APPLIED("realm.applied", Severity.HIGH),
  KEY_CREATED("key.created", Severity.NOTICE),
  KEY_ROTATED("key.rotated", Severity.NOTICE),
  KEY_RETIRED("key.retired", Severity.NOTICE),
  KEY_REVOKED("key.revoked", Severity.HIGH),
  KEY_REHEARSED("key.rehearsed", Severity.INFO),
  AUDIT_READ("audit.read", Severity.INFO),
  REQUEST_REFUSED("request.refused", Severity.INFO),
  ISOLATION_BREACH("isolation.breach", Severity.HIGH);

  private final String id;
  private final Severity severity;

  EventType(String id, Severity severity) {
    this.id = id;
    this.severity = severity;
  }

  /** The stable id. */
  public String id() {
    return id;
  }

  /** How grave a success of it is. */
  Severity severity() {
    return severity;
  }
}
