/** What a person allows applications: asked, remembered, shown and withdrawn. */
@NullMarked
package dev.gatehouse.server.oauth.consent;

import org.jspecify.annotations.NullMarked;
