/**
 * What an engine of object events is to look for: zones, lines, classes, thresholds. Read from a tree by {@link
 * io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader}, which names the place of a mistake. Immutable; start at {@link
 * io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules}.
 */
package io.github.camelvision.roboflow.webrtc.core.objects.rules;
