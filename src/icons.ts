/**
 * The icon set: Lucide (ISC licence), only the icons in use, each imported from its own file so that nothing else is bundled.
 *
 * The same shapes reach the page as inline SVG and the GPU renderer as an atlas.
 */
import textCursorInput from 'lucide/dist/esm/icons/text-cursor-input.mjs';
import sparkles from 'lucide/dist/esm/icons/sparkles.mjs';
import image from 'lucide/dist/esm/icons/image.mjs';
import images from 'lucide/dist/esm/icons/images.mjs';
import box from 'lucide/dist/esm/icons/box.mjs';
import rotate3d from 'lucide/dist/esm/icons/rotate-3d.mjs';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import undo2 from 'lucide/dist/esm/icons/undo-2.mjs';
import redo2 from 'lucide/dist/esm/icons/redo-2.mjs';
import minus from 'lucide/dist/esm/icons/minus.mjs';
import maximize from 'lucide/dist/esm/icons/maximize.mjs';
import scan from 'lucide/dist/esm/icons/scan.mjs';
import sun from 'lucide/dist/esm/icons/sun.mjs';
import moon from 'lucide/dist/esm/icons/moon.mjs';
import monitor from 'lucide/dist/esm/icons/monitor.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import upload from 'lucide/dist/esm/icons/upload.mjs';
import search from 'lucide/dist/esm/icons/search.mjs';
import rotateCcwClock from 'lucide/dist/esm/icons/rotate-ccw-clock.mjs';
import command from 'lucide/dist/esm/icons/command.mjs';
import layoutGrid from 'lucide/dist/esm/icons/layout-grid.mjs';
import download from 'lucide/dist/esm/icons/download.mjs';
import play from 'lucide/dist/esm/icons/play.mjs';
import square from 'lucide/dist/esm/icons/square.mjs';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import chevronUp from 'lucide/dist/esm/icons/chevron-up.mjs';
import chevronsUpDown from 'lucide/dist/esm/icons/chevrons-up-down.mjs';
import ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import ellipsisVertical from 'lucide/dist/esm/icons/ellipsis-vertical.mjs';
import trash from 'lucide/dist/esm/icons/trash.mjs';
import pencil from 'lucide/dist/esm/icons/pencil.mjs';
import camera from 'lucide/dist/esm/icons/camera.mjs';
import grid3x3 from 'lucide/dist/esm/icons/grid-3x3.mjs';
import triangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import check from 'lucide/dist/esm/icons/check.mjs';
import refreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs';
import dices from 'lucide/dist/esm/icons/dices.mjs';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import copy from 'lucide/dist/esm/icons/copy.mjs';
import fileUp from 'lucide/dist/esm/icons/file-up.mjs';
import hardDrive from 'lucide/dist/esm/icons/hard-drive.mjs';
import cpu from 'lucide/dist/esm/icons/cpu.mjs';
import info from 'lucide/dist/esm/icons/info.mjs';
import imagePlus from 'lucide/dist/esm/icons/image-plus.mjs';
import wandSparkles from 'lucide/dist/esm/icons/wand-sparkles.mjs';
import frame from 'lucide/dist/esm/icons/frame.mjs';
import focus from 'lucide/dist/esm/icons/focus.mjs';
import keyboard from 'lucide/dist/esm/icons/keyboard.mjs';
import layers from 'lucide/dist/esm/icons/layers.mjs';
import circleStop from 'lucide/dist/esm/icons/circle-stop.mjs';
import loaderCircle from 'lucide/dist/esm/icons/loader-circle.mjs';
import circleCheck from 'lucide/dist/esm/icons/circle-check.mjs';
import cloudOff from 'lucide/dist/esm/icons/cloud-off.mjs';
import save from 'lucide/dist/esm/icons/save.mjs';
import wand from 'lucide/dist/esm/icons/wand.mjs';
import palette from 'lucide/dist/esm/icons/palette.mjs';
import imageUpscale from 'lucide/dist/esm/icons/image-upscale.mjs';
import circleDashed from 'lucide/dist/esm/icons/circle-dashed.mjs';
import ban from 'lucide/dist/esm/icons/ban.mjs';
import folderOpen from 'lucide/dist/esm/icons/folder-open.mjs';
import fileBraces from 'lucide/dist/esm/icons/file-braces.mjs';
import alignStartVertical from 'lucide/dist/esm/icons/align-start-vertical.mjs';
import alignCenterVertical from 'lucide/dist/esm/icons/align-center-vertical.mjs';
import alignEndVertical from 'lucide/dist/esm/icons/align-end-vertical.mjs';
import alignStartHorizontal from 'lucide/dist/esm/icons/align-start-horizontal.mjs';
import alignCenterHorizontal from 'lucide/dist/esm/icons/align-center-horizontal.mjs';
import alignEndHorizontal from 'lucide/dist/esm/icons/align-end-horizontal.mjs';
import alignHorizontalSpaceBetween from 'lucide/dist/esm/icons/align-horizontal-space-between.mjs';
import alignVerticalSpaceBetween from 'lucide/dist/esm/icons/align-vertical-space-between.mjs';
import workflow from 'lucide/dist/esm/icons/workflow.mjs';
import group from 'lucide/dist/esm/icons/group.mjs';
import ungroup from 'lucide/dist/esm/icons/ungroup.mjs';
import stickyNote from 'lucide/dist/esm/icons/sticky-note.mjs';
import circleSlash from 'lucide/dist/esm/icons/circle-slash.mjs';
import fastForward from 'lucide/dist/esm/icons/fast-forward.mjs';
import lasso from 'lucide/dist/esm/icons/lasso.mjs';
import magnet from 'lucide/dist/esm/icons/magnet.mjs';
import slice from 'lucide/dist/esm/icons/slice.mjs';
import squareDashedMousePointer from 'lucide/dist/esm/icons/square-dashed-mouse-pointer.mjs';
import scissors from 'lucide/dist/esm/icons/scissors.mjs';
import clipboard from 'lucide/dist/esm/icons/clipboard.mjs';
import clipboardPaste from 'lucide/dist/esm/icons/clipboard-paste.mjs';
import textCursor from 'lucide/dist/esm/icons/text-cursor.mjs';
import cable from 'lucide/dist/esm/icons/cable.mjs';
import unplug from 'lucide/dist/esm/icons/unplug.mjs';
import spline from 'lucide/dist/esm/icons/spline.mjs';
import pin from 'lucide/dist/esm/icons/pin.mjs';
import packageIcon from 'lucide/dist/esm/icons/package.mjs';
import packageOpen from 'lucide/dist/esm/icons/package-open.mjs';
import logIn from 'lucide/dist/esm/icons/log-in.mjs';
import logOut from 'lucide/dist/esm/icons/log-out.mjs';
import squareDashed from 'lucide/dist/esm/icons/square-dashed.mjs';
import unfoldHorizontal from 'lucide/dist/esm/icons/unfold-horizontal.mjs';
import listPlus from 'lucide/dist/esm/icons/list-plus.mjs';
import listStart from 'lucide/dist/esm/icons/list-start.mjs';
import chevronRight from 'lucide/dist/esm/icons/chevron-right.mjs';
import zap from 'lucide/dist/esm/icons/zap.mjs';
import circleQuestionMark from 'lucide/dist/esm/icons/circle-question-mark.mjs';
import server from 'lucide/dist/esm/icons/server.mjs';
import keyRound from 'lucide/dist/esm/icons/key-round.mjs';
import lockOpen from 'lucide/dist/esm/icons/lock-open.mjs';

/** Shapes of a 24 × 24 drawing, stroked with width 2, round caps and joins: tag and attributes. */
export type IconShapes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number>>])[];

export const ICONS = {
  'text-cursor-input': textCursorInput,
  sparkles: sparkles,
  image: image,
  images: images,
  box: box,
  'rotate-3d': rotate3d,
  plus: plus,
  'undo-2': undo2,
  'redo-2': redo2,
  minus: minus,
  maximize: maximize,
  scan: scan,
  sun: sun,
  moon: moon,
  monitor: monitor,
  x: x,
  upload: upload,
  search: search,
  'rotate-ccw-clock': rotateCcwClock,
  command: command,
  'layout-grid': layoutGrid,
  download: download,
  play: play,
  square: square,
  'chevron-down': chevronDown,
  'chevron-up': chevronUp,
  'chevrons-up-down': chevronsUpDown,
  ellipsis: ellipsis,
  'ellipsis-vertical': ellipsisVertical,
  trash: trash,
  pencil: pencil,
  camera: camera,
  'grid-3x3': grid3x3,
  'triangle-alert': triangleAlert,
  'circle-alert': circleAlert,
  check: check,
  'refresh-cw': refreshCw,
  dices: dices,
  lock: lock,
  copy: copy,
  'file-up': fileUp,
  'hard-drive': hardDrive,
  cpu: cpu,
  info: info,
  'image-plus': imagePlus,
  'wand-sparkles': wandSparkles,
  frame: frame,
  focus: focus,
  keyboard: keyboard,
  layers: layers,
  'circle-stop': circleStop,
  'loader-circle': loaderCircle,
  'circle-check': circleCheck,
  'cloud-off': cloudOff,
  save: save,
  wand: wand,
  palette: palette,
  'image-upscale': imageUpscale,
  'circle-dashed': circleDashed,
  ban: ban,
  'folder-open': folderOpen,
  'file-braces': fileBraces,
  'align-start-vertical': alignStartVertical,
  'align-center-vertical': alignCenterVertical,
  'align-end-vertical': alignEndVertical,
  'align-start-horizontal': alignStartHorizontal,
  'align-center-horizontal': alignCenterHorizontal,
  'align-end-horizontal': alignEndHorizontal,
  'align-horizontal-space-between': alignHorizontalSpaceBetween,
  'align-vertical-space-between': alignVerticalSpaceBetween,
  workflow: workflow,
  group: group,
  ungroup: ungroup,
  'sticky-note': stickyNote,
  'circle-slash': circleSlash,
  'fast-forward': fastForward,
  lasso: lasso,
  magnet: magnet,
  slice: slice,
  'square-dashed-mouse-pointer': squareDashedMousePointer,
  scissors: scissors,
  clipboard: clipboard,
  'clipboard-paste': clipboardPaste,
  'text-cursor': textCursor,
  cable: cable,
  unplug: unplug,
  spline: spline,
  pin: pin,
  package: packageIcon,
  'package-open': packageOpen,
  'log-in': logIn,
  'log-out': logOut,
  'square-dashed': squareDashed,
  'unfold-horizontal': unfoldHorizontal,
  'list-plus': listPlus,
  'list-start': listStart,
  'chevron-right': chevronRight,
  zap: zap,
  'circle-question-mark': circleQuestionMark,
  'lock-open': lockOpen,
  server: server,
  'key-round': keyRound,
} as const satisfies Record<string, IconShapes>;

export type IconName = keyof typeof ICONS;

export const isIconName = (name: string): name is IconName => Object.hasOwn(ICONS, name);

/** Shapes of an icon by name, or of SVG markup that a host's node type brings; unreadable markup gives nothing. */
export function iconShapes(name: string): IconShapes {
  if (isIconName(name)) return ICONS[name];
  const shapes: [string, Record<string, string>][] = [];
  for (const [, tag, attributes] of name.matchAll(/<(path|circle|ellipse|rect|line|polyline|polygon)\b([^>]*)>/g)) {
    const values: Record<string, string> = {};
    for (const [, key, value] of (attributes ?? '').matchAll(/([\w-]+)\s*=\s*["']([^"']*)["']/g)) values[key!] = value!;
    shapes.push([tag!, values]);
  }
  return shapes;
}
