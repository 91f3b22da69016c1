/// The script of a report's page: it sorts and filters tables and shows long ones in parts, which
/// are whole on paper.
///
/// Without it every row is there already. The page's policy lets run only a script with this digest.
enum ReportScript {
  /// The SHA-256 of the text in base64.
  static let digest = "BVkK3mmphBzt41Y+PgTyzAcT0Y04LZUgZhj6N4hYs9g="

  static let text = #"""
    'use strict';
    (() => {
      const order = new Intl.Collator('en', { numeric: true });
      const page = 50;
      const plural = (count, word) => count.toLocaleString('en') + ' ' + word + (count === 1 ? '' : 's');

      const make = (name, content, more) => {
        const element = document.createElement(name);
        if (content) element.textContent = content;
        return Object.assign(element, more);
      };

      const enhance = table => {
        const body = table.tBodies[0];
        const rows = Array.from(body.rows);
        const texts = new Map();
        const text = row => {
          if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
          return texts.get(row);
        };
        let limit = page;
        let words = [];
        let shown = rows;

        const tools = make('div', '', { className: 'tools' });
        const label = make('label', 'Filter ' + table.dataset.name + ' ');
        const input = make('input', '', { type: 'search' });
        const status = make('span', '');
        status.setAttribute('role', 'status');
        label.append(input);
        tools.append(label, status);
        const frame = table.closest('.scroll');
        frame.before(tools);
        const more = make('button', '', { type: 'button', className: 'more' });
        frame.after(more);

        const update = () => {
          let found = 0;
          for (const row of shown) {
            const matches = words.every(word => text(row).includes(word));
            row.hidden = !matches;
            row.classList.toggle('later', matches && found >= limit);
            if (matches) found += 1;
          }
          const seen = Math.min(found, limit);
          const part = seen < found ? [make('span', seen.toLocaleString('en') + ' of ', { className: 'part' })] : [];
          status.replaceChildren(...part, plural(found, 'row') + (words.length ? ' that match' : ''));
          more.hidden = seen >= found;
          more.textContent = 'Show ' + Math.min(found - seen, 10 * page).toLocaleString('en') + ' more';
        };
        input.addEventListener('input', () => {
          words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
          limit = page;
          update();
        });
        more.addEventListener('click', () => {
          limit += 10 * page;
          update();
        });

        const heads = Array.from(table.tHead.rows[0].cells);
        heads.forEach((head, column) => {
          const button = make('button', head.textContent, { type: 'button' });
          head.replaceChildren(button);
          const key = row => {
            const cell = row.cells[column];
            return cell.dataset.key === undefined ? cell.textContent : cell.dataset.key;
          };
          button.addEventListener('click', () => {
            const down = head.getAttribute('aria-sort') === 'ascending';
            for (const other of heads) other.removeAttribute('aria-sort');
            head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
            const keys = new Map(rows.map(row => [row, key(row)]));
            const sign = down ? -1 : 1;
            shown = rows.slice().sort((a, b) => {
              const [first, second] = [keys.get(a), keys.get(b)];
              if (first === '' || second === '') return (first === '') - (second === '');
              return sign * order.compare(first, second);
            });
            body.append(...shown);
            update();
          });
        });
        update();
      };

      for (const table of document.querySelectorAll('table[data-name]')) {
        if (table.tBodies[0].rows.length > 5) enhance(table);
      }

      // Paper has no buttons: all is open on it.
      const opened = [];
      window.addEventListener('beforeprint', () => {
        for (const details of document.querySelectorAll('details:not([open])')) {
          details.open = true;
          opened.push(details);
        }
      });
      window.addEventListener('afterprint', () => {
        for (const details of opened.splice(0)) details.open = false;
      });

      const reveal = () => {
        const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
        if (!target) return;
        const details = target.closest('details') || target.querySelector('details');
        if (details) details.open = true;
        target.scrollIntoView();
      };
      window.addEventListener('hashchange', reveal);
      reveal();
      document.documentElement.dataset.ready = 'yes';
    })();
    """#
}
