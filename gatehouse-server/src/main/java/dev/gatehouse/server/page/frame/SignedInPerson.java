package dev.gatehouse.server.page.frame;

/**
 * The person whose session this is, as shown in the head of a page.
 *
 * @param name name they go by
 * @param email their confirmed address
 * @param accountLink path of their account page
 * @param signOutLink path of the page that asks whether to sign out
 */
public record SignedInPerson(String name, String email, String accountLink, String signOutLink) {}
