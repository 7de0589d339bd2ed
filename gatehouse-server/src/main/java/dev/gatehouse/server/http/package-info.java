/**
 * What a request and an answer are, whatever the feature: routes, strict parameters, cookies,
 * security headers, errors. Knows no feature.
 */
@NullMarked
package dev.gatehouse.server.http;

import org.jspecify.annotations.NullMarked;
