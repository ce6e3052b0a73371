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
} as const satisfies Record<string, IconShapes>;

export type IconName = keyof typeof ICONS;

export const isIconName = (name: string): name is IconName => Object.hasOwn(ICONS, name);
