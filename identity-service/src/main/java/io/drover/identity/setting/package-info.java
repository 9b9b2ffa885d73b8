/**
 * The settings users know: one table of all of them ({@link io.drover.identity.setting.KnownSettings}), what each accepts, and
 * where its value comes from (spec: identity sheet, 1.1, 4.4; docs/adr/0018-settings.md).
 */
@NullMarked
package io.drover.identity.setting;

import org.jspecify.annotations.NullMarked;
