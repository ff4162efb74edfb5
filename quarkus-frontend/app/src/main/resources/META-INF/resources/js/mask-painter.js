/**
 * A mask painted over a picture. It is kept as strokes, so that the last one can be taken back. By keyboard the arrows move
 * the brush, with Shift further, and Space paints where it is.
 */

import { byId } from './dom.js';

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const COLOUR = '#f0f';

export class MaskPainter {
  #canvas;
  #onChange;
  #strokes = [];
  #stroke;
  /** What the strokes painted, opaque. */
  #layer = document.createElement('canvas');
  #empty = true;
  /** Where the brush is, in the picture's pixels; undefined while nothing points there. */
  #at;

  /** @param onChange called when a stroke came or went */
  constructor(canvas, onChange) {
    this.#canvas = canvas;
    this.#onChange = onChange;
    canvas.addEventListener('pointerdown', (event) => this.#begin(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', () => this.#end());
    canvas.addEventListener('pointercancel', () => this.#end());
    canvas.addEventListener('pointerleave', () => this.#point(undefined));
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('blur', () => this.#point(undefined));
    byId('undo').addEventListener('click', () => this.#undo());
    byId('brush-size').addEventListener('input', () => this.#draw());
    for (const [tool, other] of [['brush', 'eraser'], ['eraser', 'brush']]) {
      byId(tool).addEventListener('click', () => {
        byId(tool).setAttribute('aria-pressed', 'true');
        byId(other).setAttribute('aria-pressed', 'false');
      });
    }
  }

  /** An empty mask for a picture of that size. */
  reset(width, height) {
    Object.assign(this.#canvas, { width, height });
    this.#strokes = [];
    this.#repaint();
  }

  isEmpty() {
    return this.#empty;
  }

  /** The mask as the server wants it: white where it was painted, black elsewhere. */
  picture() {
    const { width, height } = this.#layer;
    const white = Object.assign(document.createElement('canvas'), { width, height });
    const context = white.getContext('2d');
    context.drawImage(this.#layer, 0, 0);
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    return white;
  }

  #begin(event) {
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#at = this.#place(event);
    this.#start();
  }

  #start() {
    const erase = byId('eraser').getAttribute('aria-pressed') === 'true';
    this.#stroke = { erase, size: this.#size(), points: [this.#at] };
    this.#strokes.push(this.#stroke);
    paint(this.#layer, this.#stroke, [this.#at]);
    this.#draw();
  }

  #move(event) {
    const before = this.#at;
    this.#at = this.#place(event);
    if (this.#stroke) {
      this.#stroke.points.push(this.#at);
      paint(this.#layer, this.#stroke, [before, this.#at]);
    }
    this.#draw();
  }

  #end() {
    if (!this.#stroke) return;
    this.#stroke = undefined;
    this.#changed();
  }

  #undo() {
    this.#strokes.pop();
    this.#repaint();
  }

  #repaint() {
    const { width, height } = this.#canvas;
    Object.assign(this.#layer, { width, height }); // which also clears it
    for (const stroke of this.#strokes) paint(this.#layer, stroke, stroke.points);
    this.#changed();
  }

  #key(event) {
    const { width, height } = this.#canvas;
    const move = MOVES[event.key];
    if (!move && event.key !== ' ') return;
    event.preventDefault();
    this.#at ??= [width / 2, height / 2];
    if (move) {
      const distance = this.#size() * (event.shiftKey ? 1 : 0.25);
      const [x, y] = this.#at;
      this.#point([clamp(x + move[0] * distance, width), clamp(y + move[1] * distance, height)]);
    } else {
      this.#start();
      this.#end();
    }
  }

  #point(at) {
    this.#at = at;
    this.#draw();
  }

  #changed() {
    byId('undo').disabled = !this.#strokes.length;
    this.#empty = !this.#strokes.length || isClear(this.#layer);
    this.#draw();
    this.#onChange();
  }

  /** A share of the picture's longer side. */
  #size() {
    return Math.max(2, Math.max(this.#canvas.width, this.#canvas.height) * Number(byId('brush-size').value) / 200);
  }

  #place(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return [(event.clientX - left) / width * this.#canvas.width, (event.clientY - top) / height * this.#canvas.height];
  }

  #draw() {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    context.globalAlpha = 0.55;
    context.drawImage(this.#layer, 0, 0);
    context.globalAlpha = 1;
    if (this.#at) ring(context, this.#at, this.#size() / 2, width / this.#canvas.clientWidth || 1);
  }
}

/** The brush's outline: light and dark, so that it is seen on any picture. */
function ring(context, [x, y], radius, pixel) {
  for (const [colour, wide] of [['#000', 3], ['#fff', 1.5]]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = wide * pixel;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** A part of a stroke: a dot, or a line through points. */
function paint(canvas, { erase, size }, [[x, y], ...others]) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  Object.assign(context, { lineCap: 'round', lineJoin: 'round', strokeStyle: COLOUR, lineWidth: size });
  context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 0.01, y); // a line without length would not be drawn
  for (const point of others) context.lineTo(...point);
  context.stroke();
}

function isClear(canvas) {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] > 0) return false;
  return true;
}

const clamp = (value, most) => Math.min(most, Math.max(0, value));
