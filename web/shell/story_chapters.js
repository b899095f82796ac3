// The story as data: each chapter is a state of the lab (a link), its text, one thing to try and what to
// notice. It tells what to look at, never what the numbers will be: those are the lab's to say.

export const chapters = [
  {
    id: 'problem',
    title: 'One assistant, many publics',
    link: 'preset=three-groups&tab=noise',
    text: ['Three groups ask one assistant. Teenagers want to decide for themselves, adults want the plain truth, '
      + 'elders want their customs respected. Nobody’s group can be seen.',
    'The triangle holds every mixture of their wishes: its corners are the groups, and its colours say which '
      + 'answer style a person with those wishes would pick.'],
    task: 'Move the share of a group under “Who asks”.',
    notice: 'How much each answer style is worth to people does not change; what the designer wants to offer does.',
  },
  {
    id: 'one-policy',
    title: 'One policy for all',
    link: 'preset=three-groups&designer.max_contracts=1&tab=noise',
    text: ['The usual way: ask people to compare answers, fit one reward to all of their comparisons, and train one '
      + 'policy on it. That is RLHF. Here the menu, too, may hold one contract only.',
    'Regret is what a person loses against the policy that would be ideal for them alone. RLHF aims at the average '
      + 'answer to a question on which people differ.'],
    task: 'Press “Type inference”, then “Noise robustness” again, and hover over the curves.',
    notice: 'The oracle knows everybody’s type: the gap between it and one policy is what not knowing costs.',
  },
  {
    id: 'menu',
    title: 'A menu instead',
    link: 'preset=three-groups&tab=slacks',
    text: ['Offer several contracts and let people pick. A contract is a policy and a price: waiting, an extra step, '
      + 'or nothing. The pick tells the designer something about who is asking.',
    'This is screening, as economists have studied it since the 1970s: insurance with a high or a low deductible, '
      + 'first and second class.'],
    task: 'Drag a type inside the triangle, or set “Menu size” to 2.',
    notice: 'The cards change while you drag. Each card says for whom it is meant, and how safe that pick is.',
  },
  {
    id: 'compatibility',
    title: 'What keeps people honest',
    link: 'preset=dual-use&tab=slacks',
    text: ['Detailed answers help professionals and do harm in other hands. If the generous contract were free, everybody '
      + 'would take it. So the menu must be incentive compatible: nobody gains by picking what is meant for another.',
    'The table shows each slack: what a group would lose by taking another’s contract. Where it is zero the constraint '
      + 'binds, and that is where the price comes from.'],
    task: 'Set “Transfers” to none, then to money.',
    notice: 'Without a price the designer can only keep groups apart by making contracts worse.',
  },
  {
    id: 'noise',
    title: 'When feedback is noisy',
    link: 'preset=three-groups&noise=0.2&tab=noise',
    text: ['The designer never sees rewards, only comparisons, and those are wrong sometimes. The curves sweep the noise '
      + 'from 0 to half of the typical spread of rewards; the bands are 95 % intervals over repeated draws.',
    'It has been claimed that such a menu holds up to 20 % noise. Whether it does here is for the curve to say.'],
    task: 'Change the metric above the plot, and the number of comparisons.',
    notice: 'A curve that is flat may be flat because it is bad everywhere: look at its height, too.',
  },
  {
    id: 'breaking',
    title: 'What breaks it',
    link: 'preset=three-groups&noise=0.2&spread=0.3&designer.robust_radius=0&tab=claims',
    text: ['A menu is designed for types. Real people of one type differ (here they do), they misreport, and the '
      + 'designer’s estimates can be off in a systematic way. The claims tab says what holds in this scenario: '
      + 'supported, contradicted, undecided, or not tested.',
    'No verdict is written down anywhere beforehand. Each is computed from the run that you see.'],
    task: 'Press E, open “Feedback and noise” and choose another kind of noise.',
    notice: 'Some claims survive one kind of noise and not another.',
  },
  {
    id: 'your-data',
    title: 'Your own data',
    link: 'preset=moral-foundations&tab=inference',
    text: ['Do people’s choices reveal their group at all? Drop a table of real choices on the page: who, asked what, '
      + 'chose what, and the group where it is known. Groups are fitted on some people and judged on others.',
    'Then change anything. The link in the address always holds the whole scenario, and the fingerprint tells whether '
      + 'somebody else got the same numbers.'],
    task: 'Press “Which type are you?” and pick a few times for yourself.',
    notice: 'Some picks hardly move the belief: contracts that everybody likes tell nothing.',
  },
];
