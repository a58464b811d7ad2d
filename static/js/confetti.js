// Laurel leaves and gold, thrown up once from the card of a new badge.
const LASTS_MS = 1_800;
const COUNT = 44;

const between = (low, high) => low + Math.random() * (high - low);

const leavesFrom = (box) => Array.from({ length: COUNT }, () => ({
  x: between(box.left, box.right),
  y: box.top,
  speedX: between(-140, 140),
  speedY: between(-460, -180),
  size: between(5, 10),
  turn: between(0, Math.PI * 2),
  spin: between(-6, 6),
  colour: Math.floor(Math.random() * 3),
}));

const draw = (pen, leaf, seconds) => {
  pen.save();
  pen.translate(leaf.x + leaf.speedX * seconds, leaf.y + leaf.speedY * seconds + 420 * seconds ** 2);
  pen.rotate(leaf.turn + leaf.spin * seconds);
  pen.beginPath();
  pen.ellipse(0, 0, leaf.size, leaf.size * 0.42, 0, 0, Math.PI * 2);
  pen.fill();
  pen.restore();
};

export const celebrate = (toast) => {
  const canvas = document.createElement("canvas");
  canvas.className = "confetti";
  canvas.ariaHidden = "true";
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  document.body.append(canvas);
  const { color, borderBlockStartColor, outlineColor } = getComputedStyle(canvas);
  const colours = [color, borderBlockStartColor, outlineColor];
  const leaves = leavesFrom(toast.getBoundingClientRect());
  const pen = canvas.getContext("2d");
  const startedAt = performance.now();
  const frame = (now) => {
    const passed = Math.max(0, now - startedAt);
    if (passed > LASTS_MS) return canvas.remove();
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.globalAlpha = Math.min(1, 2 * (1 - passed / LASTS_MS));
    for (const leaf of leaves) {
      pen.fillStyle = colours[leaf.colour];
      draw(pen, leaf, passed / 1000);
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};
